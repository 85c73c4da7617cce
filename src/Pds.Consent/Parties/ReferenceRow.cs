using System.Text.Json;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// How a <see cref="Reference"/> rests in <see cref="Table.References"/>: once under the pseudonym, once under resident and
/// organisation, so that both directions are one read and a pair can never get a second pseudonym. The pair's row has the resident as its parent.
/// </summary>
public static class ReferenceRow
{
    /// <summary>The row by pseudonym.</summary>
    public static RowKey Key(ResidentRef reference) => new(Table.References, reference.ToString());

    /// <summary>The row by pair.</summary>
    public static RowKey Key(ResidentId resident, OrganizationId organization) => new(Table.References, $"{resident}/{organization}");

    /// <summary>Reads by pseudonym; null when there is none.</summary>
    public static ValueTask<Reference?> FindAsync(IRowReader rows, ResidentRef reference, CancellationToken cancellationToken = default) =>
        ReadAsync(rows, Key(reference), cancellationToken);

    /// <summary>Reads by pair; null when the resident has issued none to the organisation.</summary>
    public static ValueTask<Reference?> FindAsync(
        IRowReader rows, ResidentId resident, OrganizationId organization, CancellationToken cancellationToken = default) =>
        ReadAsync(rows, Key(resident, organization), cancellationToken);

    /// <summary>Writes a new reference, both ways; conflicts when the pair has one.</summary>
    public static IReadOnlyList<Change> Put(Reference reference)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Body(1, reference.Ref.ToString(), reference.Resident.ToString(), reference.Organization.ToString()),
            PartyJson.Default.ReferenceBody);
        return
        [
            new Change.Put(Key(reference.Ref), body, ExpectedVersion: 0),
            new Change.Put(
                Key(reference.Resident, reference.Organization), body, new RowLinks(Parent: reference.Resident.ToString()), ExpectedVersion: 0),
        ];
    }

    /// <summary>Holds in a command only while the reference does: who asks by it loses against an erasure that ran meanwhile.</summary>
    public static Change Stands(ResidentRef reference) => new Change.Require(Key(reference), Version: 1);

    /// <summary>Removes both rows.</summary>
    public static IReadOnlyList<Change> Remove(Reference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return [new Change.Delete(Key(reference.Ref)), new Change.Delete(Key(reference.Resident, reference.Organization))];
    }

    /// <summary>The first references a resident has issued.</summary>
    public static async ValueTask<IReadOnlyList<Reference>> OfResidentAsync(
        IRowReader rows, ResidentId resident, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var found = await rows.ListAsync(Table.References, LinkColumn.Parent, resident.ToString(), 0, limit, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(From)];
    }

    private static async ValueTask<Reference?> ReadAsync(IRowReader rows, RowKey key, CancellationToken cancellationToken) =>
        await rows.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    private static Reference From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, PartyJson.Default.ReferenceBody);
        return body is { V: 1 }
            && ResidentRef.TryParse(body.Ref, out var reference)
            && ResidentId.TryParse(body.Resident, out var resident)
            && OrganizationId.TryParse(body.Organization, out var organization)
            ? new Reference(reference, resident, organization)
            : throw new InvalidDataException("A reference's row has an unknown format.");
    }

    internal sealed record Body(int V, string Ref, string Resident, string Organization);
}
