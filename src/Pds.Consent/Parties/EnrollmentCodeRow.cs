using System.Text.Json;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>How an <see cref="EnrollmentCode"/> rests in <see cref="Table.EnrollmentCodes"/>; key = its hash, parent = the resident of a device's code.</summary>
public static class EnrollmentCodeRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(string hash) => new(Table.EnrollmentCodes, hash);

    /// <summary>Reads the row of a code and its version; null when there is none (never made, or used).</summary>
    public static async ValueTask<(EnrollmentCode Code, long Version)?> FindAsync(
        IRowReader rows, string hash, CancellationToken cancellationToken = default)
    {
        if (await rows.FindAsync(Key(hash), cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var body = JsonSerializer.Deserialize(row.Body.Span, PartyJson.Default.EnrollmentCodeBody);
        if (body is not { V: 1 })
        {
            throw new InvalidDataException("An enrolment code's row has an unknown format.");
        }

        OrganizationId? organization = OrganizationId.TryParse(body.Organization, out var org) ? org : null;
        ResidentId? resident = ResidentId.TryParse(body.Resident, out var res) ? res : null;
        StaffId? staff = StaffId.TryParse(body.Staff, out var stf) ? stf : null;
        return (new EnrollmentCode(hash, organization, resident, body.ExpiresAt, body.Replaces) { Staff = staff }, row.Version);
    }

    /// <summary>Writes a new code.</summary>
    public static Change.Put Put(EnrollmentCode code) => new(
        Key(code.Hash),
        JsonSerializer.SerializeToUtf8Bytes(
            new Body(1, code.Organization?.ToString(), code.Resident?.ToString(), code.ExpiresAt, code.Replaces, code.Staff?.ToString()),
            PartyJson.Default.EnrollmentCodeBody),
        code.Resident is { } resident ? new RowLinks(Parent: resident.ToString()) : null,
        Expires: code.ExpiresAt,
        ExpectedVersion: 0);

    /// <summary>Uses a code up. Two users race for the row's version and one of them conflicts.</summary>
    public static Change.Delete Use(string hash, long version) => new(Key(hash), version);

    internal sealed record Body(int V, string? Organization, string? Resident, DateTimeOffset ExpiresAt, string? Replaces = null, string? Staff = null);
}
