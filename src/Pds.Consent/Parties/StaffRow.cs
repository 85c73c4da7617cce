using System.Text.Json;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How a <see cref="StaffMember"/> rests in <see cref="Table.Staff"/>; key = her id, parent = her organisation.</summary>
public static class StaffRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(StaffId id) => new(Table.Staff, id.ToString());

    /// <summary>Reads one, removed or not; null when there is none.</summary>
    public static async ValueTask<StaffMember?> FindAsync(IRowReader rows, StaffId id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return await rows.FindAsync(Key(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;
    }

    /// <summary>Reads a page in order of admission.</summary>
    public static async ValueTask<IReadOnlyList<StaffMember>> ListAsync(
        IRowReader rows, long afterOrdinal, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. (await rows.ListAllAsync(Table.Staff, afterOrdinal, limit, cancellationToken).ConfigureAwait(false)).Select(From)];
    }

    /// <summary>Writes it over the version it was read from.</summary>
    public static Change.Put Put(StaffMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        var body = new Body(1, member.Id.ToString(), member.NameJa, member.Roles, member.Organization.ToString(), member.Section?.ToString(), member.Removed);
        return new Change.Put(
            Key(member.Id),
            JsonSerializer.SerializeToUtf8Bytes(body, PartyJson.Default.StaffBody),
            new RowLinks(Parent: member.Organization.ToString()),
            ExpectedVersion: member.RowVersion);
    }

    private static StaffMember From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, PartyJson.Default.StaffBody);
        return body is { V: 1 } && StaffId.TryParse(body.Id, out var id) && OrganizationId.TryParse(body.Organization, out var organization)
            ? new StaffMember
            {
                Id = id,
                NameJa = body.Name,
                Roles = body.Roles,
                Organization = organization,
                Section = OrganizationId.TryParse(body.Section, out var section) ? section : null,
                Removed = body.Removed,
                RowVersion = row.Version,
                Ordinal = row.Ordinal,
            }
            : throw new InvalidDataException("A staff row has an unknown format.");
    }

    internal sealed record Body(
        int V, string Id, string Name, IReadOnlyList<StaffRole> Roles, string Organization, string? Section, bool Removed);
}
