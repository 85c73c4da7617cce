using System.Text.Json;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Desk;

/// <summary>
/// Rows of paper: forms in <see cref="Table.PaperForms"/> (key = form), cases in <see cref="Table.PaperCases"/> and scans in
/// <see cref="Table.PaperScans"/> (key = case, parent = resident, so that they go with her). A case that waits has <see cref="Waiting"/> as other.
/// </summary>
internal static class PaperRows
{
    /// <summary>What cases that wait for a second person are listed under.</summary>
    public const string Waiting = "waiting";

    private static readonly TimeSpan FormLife = TimeSpan.FromDays(90);

    /// <summary>A form that has not come back; null for unknown and used alike.</summary>
    public static async ValueTask<PaperForm?> FindFormAsync(IRowReader rows, PaperFormId id, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(FormKey(id), cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var body = JsonSerializer.Deserialize(row.Body.Span, VisitJson.Default.FormBody);
        return body is { V: 1 } && PurposeVersion.TryParse(body.Purpose, out var purpose)
            ? new PaperForm(id, purpose, row.Version)
            : throw new InvalidDataException("A paper form's row has an unknown format.");
    }

    /// <summary>Writes a new form, good for 90 days.</summary>
    public static Change.Put Put(PaperFormId id, PurposeVersion purpose, DateTimeOffset now) => new(
        FormKey(id), JsonSerializer.SerializeToUtf8Bytes(new FormBody(1, purpose.ToString()), VisitJson.Default.FormBody), Expires: now + FormLife, ExpectedVersion: 0);

    /// <summary>Uses a form up: of two scans of one paper, one conflicts.</summary>
    public static Change.Delete Use(PaperForm form) => new(FormKey(form.Id), form.RowVersion);

    /// <summary>Reads a case; null when there is none.</summary>
    public static async ValueTask<PaperCase?> FindCaseAsync(IRowReader rows, PaperCaseId id, CancellationToken cancellationToken) =>
        await rows.FindAsync(CaseKey(id), cancellationToken).ConfigureAwait(false) is { } row ? From(row) : null;

    /// <summary>Those that wait, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<PaperCase>> WaitingAsync(IRowReader rows, int most, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(Table.PaperCases, LinkColumn.Other, Waiting, 0, most, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes a case over the version it was read from.</summary>
    public static Change.Put Put(PaperCase one) => new(
        CaseKey(one.Id),
        JsonSerializer.SerializeToUtf8Bytes(
            new CaseBody(
                1, one.Id.ToString(), one.Form.ToString(), one.Purpose.ToString(), one.Resident.ToString(), one.Grant.ToString(), one.Clerk.ToString(), one.At,
                one.Consent, one.OptionalFields, Base64Url.Encode(one.ScanSha256), one.MediaType, one.Done,
                [.. one.Seen.Select(who => who.ToString())]),
            VisitJson.Default.CaseBody),
        new RowLinks(Parent: one.Resident.ToString(), Other: one.Done ? null : Waiting),
        ExpectedVersion: one.RowVersion);

    /// <summary>Keeps a scan.</summary>
    public static Change.Put PutScan(PaperCase one, byte[] scan) => new(
        new RowKey(Table.PaperScans, one.Id.ToString()), scan, new RowLinks(Parent: one.Resident.ToString()), ExpectedVersion: 0);

    /// <summary>The scan of a case.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> FindScanAsync(IRowReader rows, PaperCaseId id, CancellationToken cancellationToken) =>
        (await rows.FindAsync(new RowKey(Table.PaperScans, id.ToString()), cancellationToken).ConfigureAwait(false))?.Body;

    private static RowKey FormKey(PaperFormId id) => new(Table.PaperForms, id.ToString());

    private static RowKey CaseKey(PaperCaseId id) => new(Table.PaperCases, id.ToString());

    private static PaperCase From(Row row)
    {
        var body = JsonSerializer.Deserialize(row.Body.Span, VisitJson.Default.CaseBody);
        var seen = new List<StaffId>();
        return body is { V: 1 }
            && (body.Seen ?? []).All(text => Add(seen, text))
            && PaperCaseId.TryParse(body.Id, out var id)
            && PaperFormId.TryParse(body.Form, out var form)
            && PurposeVersion.TryParse(body.Purpose, out var purpose)
            && ResidentId.TryParse(body.Resident, out var resident)
            && GrantId.TryParse(body.Grant, out var grant)
            && StaffId.TryParse(body.Clerk, out var clerk)
            && Base64Url.TryDecode(body.Scan, out var scan)
            ? new PaperCase
            {
                Id = id,
                Form = form,
                Purpose = purpose,
                Resident = resident,
                Grant = grant,
                Clerk = clerk,
                At = body.At,
                Consent = body.Consent,
                OptionalFields = body.OptionalFields,
                ScanSha256 = scan,
                MediaType = body.MediaType,
                Done = body.Done,
                Seen = seen,
                RowVersion = row.Version,
            }
            : throw new InvalidDataException("A paper case's row has an unknown format.");
    }

    private static bool Add(List<StaffId> seen, string text)
    {
        var known = StaffId.TryParse(text, out var who);
        seen.Add(who);
        return known;
    }

    internal sealed record FormBody(int V, string Purpose);

    internal sealed record CaseBody(
        int V, string Id, string Form, string Purpose, string Resident, string Grant, string Clerk, DateTimeOffset At, PaperMark Consent,
        IReadOnlyList<string> OptionalFields, string Scan, string MediaType, bool Done, IReadOnlyList<string>? Seen = null);
}
