using Grpc.Core;
using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>
/// What an auditor does over the network: asks for an export, waits, and takes the sealed file away. Opening and verifying it needs no network:
/// <c>pds-audit open</c>, <c>pds-audit verify</c>. The server refuses these calls from organisations without the role.
/// </summary>
public sealed class AuditDesk
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250);

    private readonly AuditService.AuditServiceClient _audits;

    internal AuditDesk(CallInvoker invoker) => _audits = new(invoker);

    /// <summary>Asks for an export. Who is opened in it reads the reason.</summary>
    /// <param name="ageRecipient">Whom it is sealed to: <c>age1…</c>, as <c>age-keygen</c> prints it.</param>
    /// <param name="reasonJa">Why, in plain Japanese; 1 to 200 characters.</param>
    /// <param name="scope">What of the log is opened; null for everything.</param>
    /// <param name="requestId">An idempotency key to keep across restarts; null makes one.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PdsException">The request is not accepted, or the server cannot be reached.</exception>
    public Task<ExportJob> CreateExportAsync(
        string ageRecipient, string reasonJa, ExportScope? scope = null, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new CreateExportJobRequest
        {
            AgeRecipient = ageRecipient, ReasonJa = reasonJa, Scope = scope, RequestId = RequestIds.OrNew(requestId),
        };
        return Call.RunAsync("CreateExportJob", null, () => _audits.CreateExportJobAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>How far an export has come.</summary>
    public Task<ExportJob> GetExportAsync(string exportJobId, CancellationToken cancellationToken = default) => Call.RunAsync(
        "GetExportJob", null, () => _audits.GetExportJobAsync(new GetExportJobRequest { ExportJobId = exportJobId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Stops an export that is being made.</summary>
    public Task<ExportJob> CancelExportAsync(string exportJobId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new CancelExportJobRequest { ExportJobId = exportJobId, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("CancelExportJob", null, () => _audits.CancelExportJobAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Waits until an export is made or has ended otherwise.</summary>
    /// <param name="job">The export.</param>
    /// <param name="progress">Told the leaves written, of all.</param>
    /// <param name="cancellationToken">Stops waiting; the export goes on.</param>
    public async Task<ExportJob> WaitAsync(ExportJob job, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        while (job.State == ExportJobState.Running)
        {
            await Task.Delay(AskEvery, cancellationToken).ConfigureAwait(false);
            job = await GetExportAsync(job.ExportJobId, cancellationToken).ConfigureAwait(false);
            progress?.Report((job.LeavesDone, job.LeavesTotal));
        }

        return job;
    }

    /// <summary>
    /// Takes the sealed file away, range by range. What is at the path already is taken for its beginning, so that a broken download goes on;
    /// a file that is not the export's in the end is removed.
    /// </summary>
    /// <param name="job">An export that succeeded.</param>
    /// <param name="path">Where to write; usually ends with <c>.tar.age</c>.</param>
    /// <param name="cancellationToken">Stops; what was fetched stays.</param>
    /// <exception cref="PdsException"><see cref="LocalReasons.ExportRefused"/> when size or SHA-256 is another than the server said.</exception>
    public async Task DownloadAsync(ExportJob job, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        await using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite))
        {
            file.Seek(0, SeekOrigin.End);
            while (file.Length < job.FileBytes)
            {
                var request = new GetExportFileRequest { ExportJobId = job.ExportJobId, Offset = file.Length };
                var range = await Call.RunAsync("GetExportFile", null, () => _audits.GetExportFileAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
                await file.WriteAsync(range.Data.Memory, cancellationToken).ConfigureAwait(false);
                if (range.Data.IsEmpty)
                {
                    break;
                }
            }

            file.Position = 0;
            if (file.Length == job.FileBytes && FixedTime.Equals(Sha256.HashStream(file), job.FileSha256.Span))
            {
                return;
            }
        }

        File.Delete(path);
        throw new PdsException(LocalReasons.ExportRefused, "届いた書き出しが、市の言った大きさや内容と一致しません。もう一度受け取ってください。");
    }
}
