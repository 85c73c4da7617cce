using System.Collections.Concurrent;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Hosting;
using Pds.Server.Parties;

namespace Pds.Server.Exports;

/// <summary>
/// Begins, makes, keeps and forgets exports. They are made one after the other; each file is written once, sealed from its first byte on, and
/// deleted after <see cref="Keep"/>. A server that stops leaves nothing half made: the next start closes such exports as failed.
/// </summary>
internal sealed class ExportJobs(Roles roles, ExportFiles files, ILogger<ExportJobs> log) : IHostedService
{
    /// <summary>How long a file can be fetched: 7 days.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    /// <summary>The most exports of one auditor that are being made or kept.</summary>
    public const int MaxKept = 10;

    private readonly Recorder recorder = roles.Recorder;
    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentDictionary<ExportId, RunningExport> running = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Begins an export. NotFound when the scope names a pseudonym the auditor has from no export of its own; LimitExceeded.</summary>
    public async ValueTask<Outcome<ExportJob>> BeginAsync(
        ExportOrder order, Alongside<ExportJob>? alongside, CancellationToken cancellationToken)
    {
        var own = (await ExportJobRow.ListAsync(recorder.Rows, cancellationToken).ConfigureAwait(false)).Where(job => job.Auditor == order.Auditor).ToList();
        if (own.Count(job => job.State is ExportJobState.Running or ExportJobState.Succeeded) >= MaxKept)
        {
            return RefusalReason.LimitExceeded;
        }

        ResidentId? resident = null;
        if (order.Resident is { } named)
        {
            resident = await ResolveAsync(named, own.FirstOrDefault(job => job.Id == order.ResidentExport), cancellationToken).ConfigureAwait(false);
            if (resident is null)
            {
                return new Refusal(RefusalReason.NotFound, "scope.resident_pseudonym");
            }
        }

        var job = New(order, resident);
        var requested = new ExportRequested(job.CreatedAt, job.Id, job.Auditor, job.Recipient, job.ReasonJa)
        {
            From = job.Scope.From,
            Until = job.Scope.Until,
            Purpose = job.Scope.Purpose?.ToString(),
            Organization = job.Scope.Organization,
            Resident = job.Scope.Resident,
        };
        var command = new Command([ExportJobRow.Put(job), .. alongside?.Invoke(job) ?? []], [new EntryDraft(ChainId.Exports, requested)]);

        // If the power fails after this line the request stands, and the next start closes it as failed.
        if (await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false) is not Recording.Done)
        {
            return RefusalReason.ConcurrentChange;
        }

        Start(job with { RowVersion = 1 });
        return job;
    }

    /// <summary>An auditor's export; null when it has none of that id.</summary>
    public async ValueTask<ExportJob?> FindAsync(OrganizationId auditor, ExportId id, CancellationToken cancellationToken) =>
        await ExportJobRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is { } job && job.Auditor == auditor ? job : null;

    /// <summary>Leaves written and to be written by an export that is being made.</summary>
    public (long Done, long Total) ProgressOf(ExportJob job) =>
        running.TryGetValue(job.Id, out var present) ? (present.Done, present.Total) : (job.Leaves, job.Leaves);

    /// <summary>Stops an export. NotFound; MoveNotAllowed when it is finished.</summary>
    public async ValueTask<Outcome<ExportJob>> CancelAsync(OrganizationId auditor, ExportId id, CancellationToken cancellationToken)
    {
        var job = await FindAsync(auditor, id, cancellationToken).ConfigureAwait(false);
        if (job is null)
        {
            return RefusalReason.NotFound;
        }

        if (job.State == ExportJobState.Running && running.TryGetValue(id, out var present))
        {
            await present.StopAsync().ConfigureAwait(false);
            job = (await FindAsync(auditor, id, cancellationToken).ConfigureAwait(false))!;
        }

        return job.State == ExportJobState.Cancelled ? job : RefusalReason.MoveNotAllowed;
    }

    /// <summary>
    /// A range of a finished file. Its first fetching is entered, durably, before a byte of it is given. NotFound; MoveNotAllowed unless SUCCEEDED.
    /// </summary>
    public async ValueTask<Outcome<ExportRange>> ReadAsync(
        OrganizationId auditor, ExportId id, long offset, int maxBytes, CancellationToken cancellationToken)
    {
        var job = await FindAsync(auditor, id, cancellationToken).ConfigureAwait(false);
        if (job is null)
        {
            return RefusalReason.NotFound;
        }

        if (job.State != ExportJobState.Succeeded || !File.Exists(files.PathOf(id)))
        {
            return RefusalReason.MoveNotAllowed;
        }

        if (!job.Fetched)
        {
            var fetched = new ExportFetched(recorder.Clock.GetUtcNow(), id, auditor);
            var recording = await recorder.RecordAsync(
                new Command([ExportJobRow.Put(job with { Fetched = true })], [new EntryDraft(ChainId.Exports, fetched)]), cancellationToken).ConfigureAwait(false);
            if (recording is not Recording.Done)
            {
                return RefusalReason.ConcurrentChange;
            }
        }

        using var file = File.OpenHandle(files.PathOf(id));
        var data = new byte[Math.Clamp(job.FileBytes - offset, 0, maxBytes)];
        var read = await RandomAccess.ReadAsync(file, data, offset, cancellationToken).ConfigureAwait(false);
        return new ExportRange(data[..read], job.FileBytes);
    }

    /// <summary>Deletes files whose time is over.</summary>
    /// <returns>How many.</returns>
    public async ValueTask<int> ExpireAsync(CancellationToken cancellationToken)
    {
        var over = (await ExportJobRow.ListAsync(recorder.Rows, cancellationToken).ConfigureAwait(false))
            .Where(job => job.State == ExportJobState.Succeeded && recorder.Clock.GetUtcNow() >= job.Expires).ToList();
        foreach (var job in over)
        {
            File.Delete(files.PathOf(job.Id));
            await recorder.RecordAsync(
                new Command([ExportJobRow.Put(job with { State = ExportJobState.Expired })], []), cancellationToken).ConfigureAwait(false);
        }

        return over.Count;
    }

    /// <summary>Closes what an earlier run left unfinished.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        files.RemoveLeftovers();
        foreach (var job in await ExportJobRow.ListAsync(recorder.Rows, cancellationToken).ConfigureAwait(false))
        {
            if (job.State == ExportJobState.Running)
            {
                await EndAsync(job with { State = ExportJobState.Failed }, "failed", null).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Stops what is being made, and waits until it has stopped.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running.Values.Select(present => present.Work)).ConfigureAwait(false);
    }

    private ExportJob New(ExportOrder order, ResidentId? resident)
    {
        var key = RandomSource.Bytes(HmacSha256.Size);
        return new ExportJob
        {
            Id = ExportId.New(),
            Auditor = order.Auditor,
            Recipient = order.Recipient.ToString(),
            ReasonJa = order.ReasonJa,
            Scope = order.Scope with { Resident = resident is { } one ? Pseudonym.Of(key, one) : null },
            Resident = resident,
            PseudonymKey = key,
            State = ExportJobState.Running,
            CreatedAt = Instant.Truncate(recorder.Clock.GetUtcNow()),
        };
    }

    // The pseudonym is a keyed digest: whoever has its key finds its resident by trying all of them, and nobody else does.
    private async ValueTask<ResidentId?> ResolveAsync(Pseudonym named, ExportJob? earlier, CancellationToken cancellationToken)
    {
        if (earlier is null)
        {
            return null;
        }

        var residents = (await recorder.ListChainsAsync(cancellationToken).ConfigureAwait(false)).Select(chain => chain.ResidentOrNull).OfType<ResidentId>();
        return residents.Where(resident => Pseudonym.Of(earlier.PseudonymKey, resident) == named).Cast<ResidentId?>().FirstOrDefault();
    }

    private void Start(ExportJob job)
    {
        var present = new RunningExport(stopping.Token);
        running[job.Id] = present;
        present.Work = Task.Run(() => MakeAsync(job, present));
    }

    private async Task MakeAsync(ExportJob job, RunningExport present)
    {
        try
        {
            await turn.WaitAsync(present.Token).ConfigureAwait(false);
            try
            {
                var made = await files.WriteAsync(job, present).ConfigureAwait(false);
                await EndAsync(made.Job, "made", made.ManifestSha256).ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server closes; the next start says that this export failed.
        }
        catch (OperationCanceledException)
        {
            await TryEndAsync(job with { State = ExportJobState.Cancelled }, "cancelled").ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // A full disk, a store that fails, a damaged row: the export is lost and the server goes on.
            log.ExportFailed(job.Id.ToString(), failure.GetType().Name, Log.PlaceOf(failure));
            await TryEndAsync(job with { State = ExportJobState.Failed }, "failed").ConfigureAwait(false);
        }
        finally
        {
            running.TryRemove(job.Id, out _);
        }
    }

    private async ValueTask TryEndAsync(ExportJob job, string outcome)
    {
        try
        {
            await EndAsync(job, outcome, null).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException failure)
        {
            // It stays RUNNING until the next start closes it.
            log.ExportFailed(job.Id.ToString(), failure.GetType().Name, Log.PlaceOf(failure));
        }
    }

    private async ValueTask EndAsync(ExportJob job, string outcome, byte[]? manifestSha256)
    {
        var ended = new ExportEnded(recorder.Clock.GetUtcNow(), job.Id, outcome, manifestSha256, job.FileSha256);
        await recorder.RecordAsync(new Command([ExportJobRow.Put(job)], [new EntryDraft(ChainId.Exports, ended)])).ConfigureAwait(false);
    }
}
