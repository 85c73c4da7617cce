using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How a <see cref="LinkedIdentity"/> rests in <see cref="Table.Identities"/>; key = hash of issuer and subject, parent = the resident.</summary>
public static class LinkedIdentityRow
{
    private const int MostOfOne = 100;

    /// <summary>The row's key.</summary>
    public static RowKey Key(string issuer, string subject) =>
        new(Table.Identities, Base64Url.Encode(Sha256.Hash(LengthPrefixed.Of(Labels.IdentityRow, issuer, subject))));

    /// <summary>Reads one; null when the identity is linked to no vault.</summary>
    public static async ValueTask<LinkedIdentity?> FindAsync(
        IRowReader rows, string issuer, string subject, CancellationToken cancellationToken = default)
    {
        return await rows.FindAsync(Key(issuer, subject), cancellationToken).ConfigureAwait(false) is not { } row ? null
            : From(row) is { } found && found.Issuer == issuer && found.Subject == subject ? found
            : throw Unknown();
    }

    /// <summary>Those of a resident, oldest first, at most 100.</summary>
    public static async ValueTask<IReadOnlyList<LinkedIdentity>> OfResidentAsync(
        IRowReader rows, ResidentId resident, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(Table.Identities, LinkColumn.Parent, resident.ToString(), 0, MostOfOne, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes a new one; an identity that is linked already conflicts.</summary>
    public static Change.Put Put(LinkedIdentity identity) => new(
        Key(identity.Issuer, identity.Subject),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(1, identity.Issuer, identity.Subject, identity.Resident.ToString(), Base64Url.Encode(identity.Salt), identity.LinkedAt),
            PartyJson.Default.LinkedIdentityBody),
        new RowLinks(Parent: identity.Resident.ToString()),
        ExpectedVersion: 0);

    private static LinkedIdentity From(Row row) =>
        JsonSerializer.Deserialize(row.Body.Span, PartyJson.Default.LinkedIdentityBody) is { V: 1 } body
            && ResidentId.TryParse(body.Resident, out var resident)
            && Base64Url.TryDecode(body.Salt, out var salt)
            ? new LinkedIdentity(body.Issuer, body.Subject, resident, salt, body.LinkedAt) { RowVersion = row.Version }
            : throw Unknown();

    private static InvalidDataException Unknown() => new("A linked identity's row has an unknown format.");

    internal sealed record Body(int V, string Issuer, string Subject, string Resident, string Salt, DateTimeOffset LinkedAt);
}
