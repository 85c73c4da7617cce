using System.Text.Json;
using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Server.Erasure;

/// <summary>
/// An erasure that was ordered and is not finished, in <see cref="Table.ServerFacts"/>: key <c>erasure/res_…</c>, parent <see cref="Begun"/> while
/// something goes at once, <see cref="Due"/> while only history is left that a law keeps. Gone when nothing is left of the resident.
/// </summary>
/// <param name="Resident">Whose.</param>
/// <param name="OrderedAt">When, UTC.</param>
/// <param name="HistoryUntil">Until when history is kept by law (half-open, UTC); null before that is known.</param>
internal sealed record ErasureRow(ResidentId Resident, DateTimeOffset OrderedAt, DateTimeOffset? HistoryUntil)
{
    /// <summary>Parent of those with something to be done now.</summary>
    public const string Begun = "erasures/begun";

    /// <summary>Parent of those that wait for the end of a retention class.</summary>
    public const string Due = "erasures/due";

    /// <summary>The row's key.</summary>
    public static RowKey KeyOf(ResidentId resident) => new(Table.ServerFacts, $"erasure/{resident}");

    /// <summary>In the command of the order.</summary>
    public Change PutNew() => Put(Begun, expectedVersion: 0);

    /// <summary>Data is gone; history waits.</summary>
    public Change PutWaiting() => Put(Due, expectedVersion: null);

    /// <summary>Nothing is left.</summary>
    public Change Remove() => new Change.Delete(KeyOf(Resident));

    /// <summary>Reads one; null when nothing was ordered, or nothing is left.</summary>
    public static async ValueTask<ErasureRow?> FindAsync(IRowReader rows, ResidentId resident, CancellationToken cancellationToken) =>
        await rows.FindAsync(KeyOf(resident), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>Reads a row of the table.</summary>
    /// <exception cref="InvalidDataException">The row is of another format: a newer server wrote it, or it is broken.</exception>
    public static ErasureRow From(Row row) =>
        JsonSerializer.Deserialize(row.Body.Span, ErasureJson.Default.Body) is { V: 1 } body && ResidentId.TryParse(body.Resident, out var resident)
            ? new ErasureRow(resident, body.OrderedAt, body.HistoryUntil)
            : throw new InvalidDataException("An erasure's row has an unknown format.");

    /// <summary>It names a person.</summary>
    public override string ToString() => nameof(ErasureRow);

    private Change.Put Put(string parent, long? expectedVersion) => new(
        KeyOf(Resident),
        JsonSerializer.SerializeToUtf8Bytes(new Body(1, Resident.ToString(), OrderedAt, HistoryUntil), ErasureJson.Default.Body),
        new RowLinks(Parent: parent),
        ExpectedVersion: expectedVersion);

    internal sealed record Body(int V, string Resident, DateTimeOffset OrderedAt, DateTimeOffset? HistoryUntil);
}

/// <summary>Generated JSON of erasure rows. Unknown members are refused.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ErasureRow.Body))]
internal sealed partial class ErasureJson : JsonSerializerContext;
