using System.Globalization;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// How controls rest, in <see cref="Table.ServerFacts"/>: one row <c>controls</c> that names the version in force, and one row
/// <c>controls@N</c> for each version, the canonical bytes its entry is over.
/// </summary>
public static class ControlsRow
{
    private const int MaxVersion = 9999;

    /// <summary>The row that a decision stands on.</summary>
    public static RowKey Current { get; } = new(Table.ServerFacts, "controls");

    /// <summary><c>controls@version</c>.</summary>
    public static string IdOf(int version) => string.Create(CultureInfo.InvariantCulture, $"controls@{version}");

    /// <summary>The controls in force; the standard ones, as version 0, where none were published.</summary>
    public static async ValueTask<ControlsInForce> FindAsync(IRowReader rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (await rows.FindAsync(Current, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return new ControlsInForce(ControlSet.Default, 0, 0);
        }

        var version = VersionOf(row);
        return new ControlsInForce(
            await FindAsync(rows, version, cancellationToken).ConfigureAwait(false) ?? throw new InvalidDataException("The controls in force are not there."),
            version, row.Version);
    }

    /// <summary>One version; null when there is none.</summary>
    public static async ValueTask<ControlSet?> FindAsync(IRowReader rows, int version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var row = await rows.FindAsync(KeyOf(version), cancellationToken).ConfigureAwait(false);
        return row is null ? null
            : ControlSet.TryParse(row.Body, out var set, out _) ? set
            : throw new InvalidDataException("A row of controls cannot be read.");
    }

    internal static IReadOnlyList<Change> Put(ControlSet set, ControlsInForce before) =>
    [
        new Change.Put(Current, CanonicalJson.Serialize(new JsonObject { ["v"] = before.Version + 1 }), ExpectedVersion: before.RowVersion),
        new Change.Put(KeyOf(before.Version + 1), set.Bytes, ExpectedVersion: 0),
    ];

    private static RowKey KeyOf(int version) => new(Table.ServerFacts, IdOf(version));

    private static int VersionOf(Row row) =>
        CanonicalJson.TryParse(row.Body, out var json) && JsonClaims.TryInteger(json, "v", 1, MaxVersion, out var version)
            ? (int)version
            : throw new InvalidDataException("The row of the controls in force cannot be read.");
}
