using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Exports;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Exports between domain and wire.</summary>
internal static class ExportMap
{
    /// <summary>To the wire.</summary>
    public static V1.ExportJob ToWire(this ExportJob job, (long Done, long Total) progress) => new()
    {
        ExportJobId = job.Id.ToString(),
        State = (V1.ExportJobState)(int)job.State,
        Scope = ToWire(job.Scope, job.Id),
        AgeRecipient = job.Recipient,
        LeavesDone = progress.Done,
        LeavesTotal = progress.Total,
        CreateTime = job.CreatedAt.ToTimestamp(),
        ExpireTime = job.State == ExportJobState.Succeeded ? job.Expires?.ToTimestamp() : null,
        FileBytes = job.State == ExportJobState.Succeeded ? job.FileBytes : 0,
        FileSha256 = ByteString.CopyFrom(job.State == ExportJobState.Succeeded ? job.FileSha256 ?? [] : []),
    };

    /// <summary>Reads a scope; absent is everything. False with the name of the member at fault.</summary>
    public static bool TryParse(V1.ExportScope? wire, out ExportScope scope, out Pseudonym? resident, out ExportId? earlier, out string fault)
    {
        (scope, resident, earlier, fault) = (ExportScope.All, null, null, "");
        if (wire is null)
        {
            return true;
        }

        DateTimeOffset? until = null;
        fault = !TermsMap.TryParse(wire.StartTime, out var from) ? "start_time"
            : !TermsMap.TryParse(wire.EndTime, out until) || until <= from ? "end_time"
            : wire.Purpose.Length > 0 && !PurposeVersion.TryParse(wire.Purpose, out _) ? "purpose"
            : wire.OrganizationId.Length > 0 && !OrganizationId.TryParse(wire.OrganizationId, out _) ? "organization_id"
            : wire.ResidentPseudonym.Length > 0 && !Pseudonym.TryParse(wire.ResidentPseudonym, out _) ? "resident_pseudonym"
            : wire.ResidentPseudonym.Length > 0 != ExportId.TryParse(wire.ResidentExportJobId, out _) ? "resident_export_job_id"
            : "";
        scope = new ExportScope(
            from is { } start ? Instant.Truncate(start) : null,
            until is { } end ? Instant.Truncate(end) : null,
            PurposeVersion.TryParse(wire.Purpose, out var purpose) ? purpose : null,
            OrganizationId.TryParse(wire.OrganizationId, out var organization) ? organization : null);
        resident = Pseudonym.TryParse(wire.ResidentPseudonym, out var named) ? named : null;
        earlier = ExportId.TryParse(wire.ResidentExportJobId, out var id) ? id : null;
        return fault.Length == 0;
    }

    private static V1.ExportScope? ToWire(ExportScope scope, ExportId export) => scope == ExportScope.All ? null : new V1.ExportScope
    {
        StartTime = scope.From?.ToTimestamp(),
        EndTime = scope.Until?.ToTimestamp(),
        Purpose = scope.Purpose?.ToString() ?? "",
        OrganizationId = scope.Organization?.ToString() ?? "",
        ResidentPseudonym = scope.Resident?.ToString() ?? "",
        ResidentExportJobId = scope.Resident is null ? "" : export.ToString(),
    };
}
