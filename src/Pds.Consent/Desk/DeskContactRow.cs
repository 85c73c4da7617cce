using System.Text.Json;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// By what the desk finds and reaches a resident, in <see cref="Table.DeskContacts"/>; key = her resident number (blinded under K_index like every
/// key), parent = the resident. There is no way from a name to it.
/// </summary>
/// <param name="Number">Her number.</param>
/// <param name="Resident">Whose.</param>
/// <param name="Telephone">The number she is called back on, registered when her vault was opened; null when she gave none.</param>
public sealed record DeskContactRow(ResidentNumber Number, ResidentId Resident, string? Telephone)
{
    /// <summary>Most digits of a telephone number.</summary>
    public const int MaxTelephoneLength = 15;

    /// <summary>Reads one; null when there is none.</summary>
    public static async ValueTask<DeskContactRow?> FindAsync(IRowReader rows, ResidentNumber number, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (await rows.FindAsync(Key(number), cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var body = JsonSerializer.Deserialize(row.Body.Span, PartyJson.Default.DeskContactBody);
        return body is { V: 1 } && ResidentId.TryParse(body.Resident, out var resident)
            ? new DeskContactRow(number, resident, body.Telephone)
            : throw new InvalidDataException("A desk contact's row has an unknown format.");
    }

    /// <summary>Writes a new one; a number that is taken conflicts.</summary>
    public Change.Put Put() => new(
        Key(Number),
        JsonSerializer.SerializeToUtf8Bytes(new Body(1, Resident.ToString(), Telephone), PartyJson.Default.DeskContactBody),
        new RowLinks(Parent: Resident.ToString()),
        ExpectedVersion: 0);

    /// <summary>It names a person.</summary>
    public override string ToString() => nameof(DeskContactRow);

    private static RowKey Key(ResidentNumber number) => new(Table.DeskContacts, number.ToString());

    internal sealed record Body(int V, string Resident, string? Telephone);
}
