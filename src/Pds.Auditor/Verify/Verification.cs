using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Verify;

/// <summary>
/// One verification: A0 the files, A1 the checkpoint, A2 the tree, A3 the previous checkpoint, one pass over the leaves for A4, A5, A6 and A10,
/// then A7 documents, A8 receipts and A9 status lists against what the leaves said. What stands by itself is worked out on all cores
/// (<see cref="InOrder"/>), what depends on order in order. Opens no network and writes nothing.
/// </summary>
internal sealed class Verification(ExportFolder folder, Anchors anchors)
{
    private static readonly string[] All = ["A0", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10"];

    private const int DocumentsInABatch = 16;

    private readonly List<CheckReport> done = [];

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told the leaves read, now and then.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Verdict Run(Action<long> progress, CancellationToken cancellationToken)
    {
        var files = new A0Files();
        done.Add(files.Report);
        if (files.Run(folder, anchors.Root) is not { } manifest)
        {
            return Close(null, null);
        }

        var checkpoint = new A1Checkpoint();
        done.Add(checkpoint.Report);
        if (checkpoint.Open(folder, manifest, anchors.Policy) is not { } opened)
        {
            return Close(manifest, null);
        }

        // The tree beside the leaves: both need all of the log, and neither needs the other.
        var tree = new A2Tree();
        var deriving = Task.Run(() => tree.Run(folder, opened.Log), CancellationToken.None);
        var leaves = new BundleLeaves(folder, opened.Checkpoint.Size);
        var previous = new A3Previous();
        previous.Run(anchors.Previous, opened.Log, opened.Checkpoint, leaves);
        var book = new GrantBook();
        ReadLeaves(manifest, checkpoint, leaves, book, progress, cancellationToken);
        ReadDocuments(manifest, book);
        deriving.GetAwaiter().GetResult();
        done.AddRange([tree.Report, previous.Report]);
        return Close(manifest, opened.Log);
    }

    private void ReadLeaves(
        ExportManifest manifest, A1Checkpoint checkpoint, BundleLeaves leaves, GrantBook book, Action<long> progress, CancellationToken cancellationToken)
    {
        var openings = new A4Openings(leaves);
        var closed = folder.Read(ExportNames.Closed, ClosedLeaves.MaxBytes);
        var (chains, disclosures, unopened) = (new A5Chains(manifest.Origin, manifest.Size), new A6Disclosures(book), new A10Unopened(manifest, closed));
        ReadHeads(chains.Root);

        // A5 before the rest: it finds the chain that the others ask for.
        new LeafPass(folder, manifest, leaves, openings, [openings, chains, checkpoint, disclosures, unopened])
            .Run(progress, cancellationToken);
        foreach (var line in folder.ReadParts(ExportNames.Catalogue, ExportedDefinition.MaxLineBytes))
        {
            if (line.Bytes is { } bytes && ExportedDefinition.TryParse(bytes, out var definition))
            {
                openings.See(definition, line.Place);
            }
            else
            {
                openings.Unreadable(line.Place);
            }
        }

        openings.EndCatalogue();
        done.AddRange([openings.Report, chains.Report, disclosures.Report, unopened.Report]);
    }

    private void ReadHeads(A5Heads heads)
    {
        foreach (var line in folder.ReadParts(ExportNames.Heads, ExportedHead.MaxLineBytes))
        {
            if (line.Bytes is { } bytes && ExportedHead.TryParse(bytes, out var head))
            {
                heads.See(head, line.Place);
            }
            else
            {
                heads.Unreadable(line.Place);
            }
        }
    }

    private void ReadDocuments(ExportManifest manifest, GrantBook book)
    {
        var trust = new TrustedRoots(anchors.Root ?? folder.Read(ExportNames.Root, A0Files.MaxCertificateBytes) ?? []);
        var evidence = new A7Evidence(book, manifest.Origin);
        foreach (var (line, consent, finding) in InOrder.Map(
            folder.ReadParts(ExportNames.Consents, ExportedConsent.MaxLineBytes), DocumentsInABatch, line => Read(line, evidence)))
        {
            if (consent is not null)
            {
                evidence.See(consent, finding, line.Place);
            }
            else
            {
                evidence.Unreadable(line.Place);
            }
        }

        evidence.End();
        ReadActs(new A7Acts(book, manifest.Origin, evidence.Report));
        var receipts = new A8Receipts(book, manifest.Origin, manifest.Issuer, trust);
        foreach (var (line, receipt, finding) in InOrder.Map(
            folder.ReadParts(ExportNames.Receipts, ExportedToken.MaxLineBytes), DocumentsInABatch, line => Read(line, receipts)))
        {
            if (receipt is not null)
            {
                receipts.See(receipt, finding, line.Place);
            }
            else
            {
                receipts.Unreadable(line.Place);
            }
        }

        receipts.End();
        var status = new A9Status(book, receipts.Good, manifest.Origin, manifest.Issuer, trust);
        ReadStatus(status);
        status.End();
        done.AddRange([evidence.Report, receipts.Report, status.Report]);
    }

    private static (ExportLine Line, ExportedConsent? Consent, Failure? Finding) Read(ExportLine line, A7Evidence evidence)
    {
        if (line.Bytes is not { } bytes || !ExportedConsent.TryParse(bytes, out var consent))
        {
            return (line with { Bytes = null }, null, null);
        }

        var finding = evidence.Examine(consent, line.Place);
        consent.Key.CloseIdleHandles();
        return (line with { Bytes = null }, consent, finding);
    }

    private static (ExportLine Line, SeenReceipt? Receipt, Failure? Finding) Read(ExportLine line, A8Receipts receipts) =>
        line.Bytes is { } bytes && ExportedToken.TryParse(bytes, out var token) && Receipt.TryParse(token.Token, out var receipt)
            ? (line with { Bytes = null }, new SeenReceipt(receipt.Grant, receipt.Status), receipts.Examine(receipt, line.Place))
            : (line with { Bytes = null }, null, null);

    private void ReadActs(A7Acts acts)
    {
        foreach (var line in folder.ReadParts(ExportNames.Acts, ExportedAct.MaxLineBytes))
        {
            acts.See(line.Bytes is { } bytes && ExportedAct.TryParse(bytes, out var act) ? act : null, line.Place);
        }

        acts.End();
    }

    private void ReadStatus(A9Status status)
    {
        foreach (var line in folder.ReadParts(ExportNames.Status, ExportedToken.MaxLineBytes))
        {
            if (line.Bytes is { } bytes && ExportedToken.TryParse(bytes, out var token))
            {
                status.See(token, line.Place);
            }
            else
            {
                status.Unreadable(line.Place);
            }
        }
    }

    private Verdict Close(ExportManifest? manifest, NoteVerifier? log)
    {
        var ran = All.Select(id => done.Find(report => report.Id == id)).OfType<CheckReport>().ToList();
        return new Verdict(manifest, ran, [.. All.Except(ran.Select(report => report.Id), StringComparer.Ordinal)], anchors, log?.ToString());
    }
}
