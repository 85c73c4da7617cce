using System.Formats.Tar;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.FirstRun;
using Pds.Server.Hosting;
using Pds.Server.Witnessing;

namespace Pds.Server.Exports;

/// <summary>The sealed files of exports: written once, sealed from the first byte on, each whole or not there.</summary>
internal sealed class ExportFiles(Roles roles, ExportContents contents, WitnessedLog witnessed)
{
    // An export takes seconds to minutes and an erasure is rare.
    private const int MaxTries = 5;

    private readonly Recorder recorder = roles.Recorder;

    /// <summary>Where the file of an export is.</summary>
    public string PathOf(ExportId id) => Path.Combine(roles.Data.Exports, $"{id}.tar.age");

    /// <summary>Removes what a server that was cut off left half written.</summary>
    public void RemoveLeftovers()
    {
        if (Directory.Exists(roles.Data.Exports))
        {
            Directory.GetFiles(roles.Data.Exports, "*.tmp").ToList().ForEach(File.Delete);
            Directory.GetDirectories(roles.Data.Exports).ToList().ForEach(left => Directory.Delete(left, recursive: true));
        }
    }

    /// <summary>Writes the file of an export, whole or not at all.</summary>
    /// <returns>The export with its file, and SHA-256 of its manifest.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is left of it.</exception>
    public async ValueTask<(ExportJob Job, byte[] ManifestSha256)> WriteAsync(ExportJob job, RunningExport present)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(job, present).ConfigureAwait(false);
            }
            catch (ErasedMeanwhileException) when (attempt < MaxTries)
            {
                // What it holds is older than what the log says: it is made again.
            }
        }
    }

    private async ValueTask<(ExportJob Job, byte[] ManifestSha256)> WriteOnceAsync(ExportJob job, RunningExport present)
    {
        // Before the reading: what is cosigned by now is a beginning of what will be read.
        var cosigned = witnessed.Newest;
        var (reading, selection) = await OpenAsync(job, present.Token).ConfigureAwait(false);
        present.Total = reading.Checkpoint.Size;
        if (!Directory.Exists(roles.Data.Exports))
        {
            DataFolder.Make(roles.Data.Exports);
        }

        var (temporary, tiles) = (PathOf(job.Id) + ".tmp", Path.Combine(roles.Data.Exports, $"{job.Id}.log"));
        try
        {
            var manifest = await WriteFileAsync(job, reading, cosigned, selection, temporary, tiles, present).ConfigureAwait(false);
            if (recorder.ReadClosed()?.Leaves.Digest is { } now && (reading.Closed is not { } then || !now.AsSpan().SequenceEqual(then.Digest)))
            {
                throw new ErasedMeanwhileException();
            }

            File.Move(temporary, PathOf(job.Id), overwrite: true);
            DurableFile.SyncDirectory(roles.Data.Exports);

            // If the power fails here the file is whole and nobody knows of it; the next start closes the export as failed.
            await using var written = File.OpenRead(PathOf(job.Id));
            return (job with
            {
                State = ExportJobState.Succeeded,
                Expires = recorder.Clock.GetUtcNow() + ExportJobs.Keep,
                FileBytes = written.Length,
                FileSha256 = Sha256.HashStream(written),
                Leaves = reading.Checkpoint.Size,
            }, manifest);
        }
        finally
        {
            File.Delete(temporary);
            if (Directory.Exists(tiles))
            {
                Directory.Delete(tiles, recursive: true);
            }
        }
    }

    // What is selected may grow while the readings are entered; it is opened only where its chain was told before.
    private async ValueTask<(LogReading Reading, ExportSelection Selection)> OpenAsync(ExportJob job, CancellationToken cancellationToken)
    {
        var auditor = new Reader.Auditor(job.Auditor.ToString(), job.ReasonJa);
        var told = await ExportSelection.OfAsync(recorder, job, recorder.Latest.Size, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var reading = await recorder.OpenLogAsync(auditor, told.Touches, cancellationToken).ConfigureAwait(false);
            var selection = await ExportSelection.OfAsync(recorder, job, reading.Checkpoint.Size, cancellationToken).ConfigureAwait(false);
            if (selection.IsWithin(told))
            {
                return (reading, selection);
            }

            told = selection;
        }
    }

    private async ValueTask<byte[]> WriteFileAsync(
        ExportJob job, LogReading reading, Checkpoint? cosigned, ExportSelection selection, string path, string tiles, RunningExport present)
    {
        _ = AgeRecipient.TryParse(job.Recipient, out var recipient);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        byte[] manifest;
        await using (var age = new AgeWriter(recipient!, file))
        {
            await using (var tar = new TarWriter(age, TarEntryFormat.Ustar, leaveOpen: true))
            {
                var pack = new ExportTar(tar, job.Id.ToString(), job.CreatedAt);
                manifest = await contents.WriteAsync(
                    job, reading, cosigned, selection, pack, tiles, done => present.Done = done, present.Token).ConfigureAwait(false);
            }

            age.Complete();
        }

        await file.FlushAsync().ConfigureAwait(false);
        DurableFile.Sync(file.SafeFileHandle);
        return manifest;
    }

    /// <summary>A history was erased while the export was made: leaves closed under it that its bitmap does not have.</summary>
    private sealed class ErasedMeanwhileException() : Exception("A history was erased while an export was made of it.");
}
