using Google.Protobuf;
using Grpc.Core;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Exports;
using Pds.Server.Mapping;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Services;

/// <summary>AuditService: parse, act, map.</summary>
internal sealed class AuditRpc(ExportJobs exports, Repeats repeats) : V1.AuditService.AuditServiceBase
{
    private const int MaxReasonLength = 200;
    private const int MaxRangeBytes = 1024 * 1024;

    public override Task<V1.ExportJob> CreateExportJob(V1.CreateExportJobRequest request, ServerCallContext context)
    {
        Calls.Require(context, request.ReasonJa.Length is > 0 and <= MaxReasonLength && !request.ReasonJa.Any(char.IsControl), "reason_ja");
        Calls.Require(context, AgeRecipient.TryParse(request.AgeRecipient, out var recipient), "age_recipient");
        Calls.Require(context, ExportMap.TryParse(request.Scope, out var scope, out var resident, out var earlier, out var fault), "scope." + fault);
        var order = new ExportOrder(Calls.OrganizationOf(context).Id, recipient!, request.ReasonJa, scope, resident, earlier);
        return repeats.OnceAsync<V1.ExportJob>(context, request, async keep => Calls.ValueOf(
            context,
            await exports.BeginAsync(order, made => keep.With(made.ToWire((0, 0))), context.CancellationToken).ConfigureAwait(false)).ToWire((0, 0)));
    }

    public override async Task<V1.ExportJob> GetExportJob(V1.GetExportJobRequest request, ServerCallContext context)
    {
        var job = await exports.FindAsync(Calls.OrganizationOf(context).Id, IdOf(context, request.ExportJobId), context.CancellationToken).ConfigureAwait(false)
            ?? throw Calls.No(context, V1.RefusalReason.NotFound);
        return job.ToWire(exports.ProgressOf(job));
    }

    public override Task<V1.ExportJob> CancelExportJob(V1.CancelExportJobRequest request, ServerCallContext context)
    {
        var id = IdOf(context, request.ExportJobId);
        return repeats.OnceAsync<V1.ExportJob>(context, request, async _ =>
        {
            var job = Calls.ValueOf(
                context, await exports.CancelAsync(Calls.OrganizationOf(context).Id, id, context.CancellationToken).ConfigureAwait(false));
            return job.ToWire(exports.ProgressOf(job));
        });
    }

    public override async Task<V1.GetExportFileResponse> GetExportFile(V1.GetExportFileRequest request, ServerCallContext context)
    {
        var id = IdOf(context, request.ExportJobId);
        Calls.Require(context, request.Offset >= 0, "offset");
        Calls.Require(context, request.MaxBytes is >= 0 and <= MaxRangeBytes, "max_bytes");
        var range = Calls.ValueOf(
            context,
            await exports.ReadAsync(
                Calls.OrganizationOf(context).Id, id, request.Offset, request.MaxBytes == 0 ? MaxRangeBytes : request.MaxBytes, context.CancellationToken)
                .ConfigureAwait(false));
        return new V1.GetExportFileResponse { Data = ByteString.CopyFrom(range.Data), FileBytes = range.FileBytes };
    }

    private static ExportId IdOf(ServerCallContext context, string text) =>
        ExportId.TryParse(text, out var id) ? id : throw Calls.Invalid(context, "export_job_id");
}
