using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How a <see cref="MandateCode"/> rests in <see cref="Table.MandateCodes"/>; key = hash of the code, parent = who.</summary>
internal static class MandateCodeRow
{
    private const int MostOfOne = 100;

    internal static RowKey Key(string hash) => new(Table.MandateCodes, hash);

    internal static Change.Put Put(string code, MandateCode made) => new(
        Key(MandateCode.HashOf(code)), RowBody.Write(made, RowJson.Domain.MandateCode), new RowLinks(Parent: made.Actor.ToString()),
        Expires: made.ExpiresAt, ExpectedVersion: 0);

    internal static Change.Delete Use(string hash, long version) => new(Key(hash), version);

    internal static async ValueTask<(MandateCode Code, long Version)?> FindAsync(IRowReader rows, string hash, CancellationToken cancellationToken) =>
        await rows.FindAsync(Key(hash), cancellationToken).ConfigureAwait(false) is { } row
            ? (RowBody.Read(row.Body, RowJson.Domain.MandateCode), row.Version)
            : null;

    internal static async ValueTask<IReadOnlyList<RowKey>> OfActorAsync(IRowReader rows, ResidentId actor, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.MandateCodes, LinkColumn.Parent, actor.ToString(), 0, MostOfOne, cancellationToken).ConfigureAwait(false))
            .Select(row => row.Key)];
}
