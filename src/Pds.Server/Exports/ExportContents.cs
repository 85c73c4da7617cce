using System.Text;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Background;
using Pds.Server.Witnessing;

namespace Pds.Server.Exports;

/// <summary>Puts one export together, part by part, so that memory holds one part at a time and no disk holds a body in clear.</summary>
internal sealed class ExportContents(
    Recorder recorder, ReceiptSigner signer, CertificateAuthority authority, StatusLists statusLists, StatusNumbers statusNumbers, WitnessedLog witnessed)
{
    private const int GrantsInAPart = 256;

    /// <summary>Writes everything and the signed manifest.</summary>
    /// <param name="job">The export.</param>
    /// <param name="reading">The log.</param>
    /// <param name="cosigned">What the witnesses have of it, cosigned before the reading; null when there is none.</param>
    /// <param name="selection">What of it is opened.</param>
    /// <param name="tar">Where it goes.</param>
    /// <param name="tiles">An empty folder for the log's tiles, which hold commitments only; the caller removes it.</param>
    /// <param name="progress">Told the leaves written.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <returns>SHA-256 of the manifest, 32 bytes.</returns>
    public async ValueTask<byte[]> WriteAsync(
        ExportJob job, LogReading reading, Checkpoint? cosigned, ExportSelection selection, ExportTar tar, string tiles, Action<long> progress,
        CancellationToken cancellationToken)
    {
        await AddLogAsync(reading.Checkpoint, tar, tiles, cancellationToken).ConfigureAwait(false);
        if (cosigned is not null)
        {
            tar.Add(ExportNames.Cosigned, Encoding.UTF8.GetBytes(cosigned.Note));
        }

        tar.Add(ExportNames.Policy, Encoding.UTF8.GetBytes(PolicyText()));
        tar.Add(ExportNames.Root, authority.Certificate);
        tar.Add(ExportNames.Signer, signer.CertificateChain[0]);
        var told = AddLeaves(job, reading, selection, tar, progress, cancellationToken);
        await AddHeadsAsync(reading.Checkpoint.Size, tar, cancellationToken).ConfigureAwait(false);
        if (reading.Closed is { } closed)
        {
            tar.Add(ExportNames.Closed, closed.Bytes.ToArray());
        }

        await AddGrantsAsync(told.Grants, tar, cancellationToken).ConfigureAwait(false);
        await AddActsAsync(told.Acts, tar, cancellationToken).ConfigureAwait(false);
        await AddStatusAsync(tar, cancellationToken).ConfigureAwait(false);
        await AddCatalogueAsync(told.Definitions, tar, cancellationToken).ConfigureAwait(false);
        var manifest = new ExportManifest
        {
            Export = job.Id,
            Origin = recorder.Origin,
            Issuer = signer.Issuer,
            MadeAt = Instant.Truncate(recorder.Clock.GetUtcNow()),
            Size = reading.Checkpoint.Size,
            Scope = job.Scope,
            Files = tar.Files,
        };
        tar.Close(manifest, ExportSignature.Sign(signer, manifest));
        return Sha256.Hash(manifest.ToBytes());
    }

    // The operator's policy need not name the log it is about; the export's does, because nothing else in it would.
    private string PolicyText() =>
        witnessed.Policy is not { } policy ? new LogPolicy([recorder.Verifier]).ToString()
        : policy.Logs.Any(log => log.ToString() == recorder.Verifier.ToString()) ? policy.ToString()
        : $"log {recorder.Verifier}\n{policy}";

    private async ValueTask AddHeadsAsync(long size, ExportTar tar, CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var some in (await recorder.Heads.ListAsync(size, cancellationToken).ConfigureAwait(false)).Chunk(ExportNames.HeadsInAPart))
        {
            var part = new JsonLines();
            some.ToList().ForEach(head => part.Add(head.ToLine()));
            tar.Add(ExportNames.Part(ExportNames.Heads, number++), part.ToArray());
        }
    }

    private async ValueTask AddLogAsync(Checkpoint checkpoint, ExportTar tar, string folder, CancellationToken cancellationToken)
    {
        await recorder.WriteTilesAsync(checkpoint, folder, cancellationToken).ConfigureAwait(false);
        var log = new LogDirectory(folder);
        foreach (var file in log.ListTiles().Prepend(LogDirectory.CheckpointName).ToList())
        {
            tar.Add(ExportNames.Log + file, log.Read(file)!);
        }
    }

    private static ToldElsewhere AddLeaves(
        ExportJob job, LogReading reading, ExportSelection selection, ExportTar tar, Action<long> progress, CancellationToken cancellationToken)
    {
        var told = new ToldElsewhere();
        for (long start = 0; start < reading.Checkpoint.Size; start += ExportNames.LeavesInAPart)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = Math.Min(start + ExportNames.LeavesInAPart, reading.Checkpoint.Size);
            var part = new JsonLines();
            for (var index = start; index < end; index++)
            {
                var leaf = Choose(reading.Read(index), selection);
                part.Add(LineOf(leaf, job.PseudonymKey).ToLine());
                told.Note((leaf as LeafReading.Opened)?.Entry.Entry);
            }

            tar.Add(ExportNames.Part(ExportNames.Leaves, (int)(start / ExportNames.LeavesInAPart)), part.ToArray());
            progress(end);
        }

        return told;
    }

    private static LeafReading Choose(LeafReading leaf, ExportSelection selection) =>
        leaf is LeafReading.Opened opened && !selection.Includes(opened.Place.Chain, opened.Place.Index) ? opened.Place : leaf;

    private static ExportedLeaf LineOf(LeafReading leaf, byte[] pseudonymKey) => leaf switch
    {
        LeafReading.Closed closed => new ExportedLeaf { Index = closed.Index, ClosedCommitment = closed.Commitment },
        LeafReading.Placed place => new ExportedLeaf { Index = place.Index, BodyMac = place.BodyMac, LinkKey = place.LinkKey, Link = place.Link },
        LeafReading.Opened opened => LineOf(opened, pseudonymKey),
        _ => throw new InvalidOperationException("A reading outside the closed set."),
    };

    private static ExportedLeaf LineOf(LeafReading.Opened opened, byte[] pseudonymKey)
    {
        var leaf = new ExportedLeaf
        {
            Index = opened.Place.Index, Body = opened.Entry.Body, BodyKey = opened.Entry.BodyKey, LinkKey = opened.Place.LinkKey, Link = opened.Place.Link,
        };
        return opened.Place.Chain.ResidentOrNull is { } resident
            ? leaf with { Who = Pseudonym.Of(pseudonymKey, resident) }
            : leaf with { Name = opened.Place.Chain.Name, ChainKey = opened.Entry.ChainKey };
    }

    private async ValueTask AddGrantsAsync(List<GrantId> grants, ExportTar tar, CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var some in grants.Chunk(GrantsInAPart))
        {
            var (consents, receipts) = (new JsonLines(), new JsonLines());
            foreach (var grant in some)
            {
                consents.Add((await GrantExports.FindConsentAsync(recorder.Rows, grant, cancellationToken).ConfigureAwait(false))?.ToLine());
                receipts.Add((await GrantExports.FindReceiptAsync(recorder.Rows, grant, cancellationToken).ConfigureAwait(false))?.ToLine());
            }

            tar.Add(ExportNames.Part(ExportNames.Consents, number), consents.ToArray());
            tar.Add(ExportNames.Part(ExportNames.Receipts, number++), receipts.ToArray());
        }
    }

    private async ValueTask AddActsAsync(List<byte[]> acts, ExportTar tar, CancellationToken cancellationToken)
    {
        foreach (var (number, some) in acts.Chunk(GrantsInAPart).Index())
        {
            var lines = new JsonLines();
            foreach (var digest in some)
            {
                lines.Add((await GrantExports.FindActAsync(recorder.Rows, digest, cancellationToken).ConfigureAwait(false))?.ToLine());
            }

            tar.Add(ExportNames.Part(ExportNames.Acts, number), lines.ToArray());
        }
    }

    private async ValueTask AddStatusAsync(ExportTar tar, CancellationToken cancellationToken)
    {
        var tokens = new JsonLines();
        for (var list = 0; list <= statusNumbers.NewestList; list++)
        {
            tokens.Add(new ExportedToken(await statusLists.SignAsync(recorder.Rows, list, cancellationToken).ConfigureAwait(false)).ToLine());
        }

        tar.Add(ExportNames.Part(ExportNames.Status, 0), tokens.ToArray());
    }

    private async ValueTask AddCatalogueAsync(HashSet<string> wanted, ExportTar tar, CancellationToken cancellationToken)
    {
        var lines = new JsonLines();
        void Add(IEnumerable<ExportedDefinition> forms) =>
            lines.Add(forms.FirstOrDefault(form => wanted.Contains(Convert.ToHexString(form.Digest)))?.ToLine());
        long after = 0;
        while (await DatasetRow.ListAsync(recorder.Rows, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            page.ToList().ForEach(dataset => Add([GrantExports.DefinitionOf(dataset)]));
            after = page[^1].Ordinal;
        }

        after = 0;
        while (await PurposeRow.ListAsync(recorder.Rows, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            page.ToList().ForEach(purpose => Add(GrantExports.DefinitionsOf(purpose)));
            after = page[^1].Ordinal;
        }

        for (var version = 1; await ControlsRow.FindAsync(recorder.Rows, version, cancellationToken).ConfigureAwait(false) is { } controls; version++)
        {
            Add([new ExportedDefinition(ExportedDefinition.Controls, ControlsRow.IdOf(version), controls.Bytes)]);
        }

        tar.Add(ExportNames.Part(ExportNames.Catalogue, 0), lines.ToArray());
    }
}
