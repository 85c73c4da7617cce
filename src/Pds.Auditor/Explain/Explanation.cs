using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Explain;

/// <summary>
/// Tells one consent's life. With an export: the whole of it, after the export was verified and the receipt was held against its entry. Without
/// one: what the receipt says, and no more than that.
/// </summary>
/// <param name="texts">The sentences.</param>
internal sealed class Explanation(AuditTexts texts)
{
    /// <summary>The receipt alone, against the city's root.</summary>
    public Story Tell(ShownReceipt shown, byte[] root)
    {
        if (shown.WhyNotSigned(root, null) is { } reason)
        {
            return new Story(shown.Receipt?.Grant, ExitCode.Tampered, reason);
        }

        var receipt = shown.Receipt!;
        var details = new List<string>
        {
            texts.Format("receipt.alone.who", receipt.Recipient, receipt.Purpose), texts.Format("ends", TellingTime.End(texts, receipt.Expires)),
        };
        if (receipt.Attributes is { } attributes)
        {
            details.Insert(0, texts.Format("fields.granted", string.Join(texts["separator"], attributes.Select(one => Printable.Of(one.Label)))));
        }

        return new Story(receipt.Grant, ExitCode.Sound, "receipt.alone")
        {
            Sentences = [new StorySentence("granted", texts["granted"], details) { At = receipt.IssuedAt }],
        };
    }

    /// <summary>The whole life, from an export whose verification found nothing tampered.</summary>
    /// <param name="folder">The export.</param>
    /// <param name="verdict">What the verification said.</param>
    /// <param name="grant">Which consent.</param>
    /// <param name="shown">The receipt that somebody shows; null to take the export's.</param>
    /// <exception cref="InvalidDataException">The export is no longer the one that was verified.</exception>
    public Story Tell(ExportFolder folder, Verdict verdict, GrantId? grant, ShownReceipt? shown)
    {
        var manifest = verdict.Manifest!;
        var root = verdict.Anchors.Root ?? folder.Read(ExportNames.Root, A0Files.MaxCertificateBytes) ?? [];
        if (shown?.WhyNotSigned(root, manifest.Issuer) is { } forged)
        {
            return new Story(shown.Receipt?.Grant, ExitCode.Tampered, forged) { Manifest = manifest };
        }

        var leaves = new VerifiedLeaves(folder, manifest.Size);
        var life = new ConsentLife(grant ?? shown!.Receipt!.Grant);
        foreach (var leaf in leaves.Read())
        {
            life.See(leaf);
        }

        life.End();
        return shown is not null && life.Granted is null ? NotOpened(life, shown.Receipt!, leaves, manifest)
            : life.Steps.Count == 0 ? new Story(life.Grant, ExitCode.Findings, "unknown") { Manifest = manifest }
            : shown is not null && shown.WhyNotOf(manifest.Origin, life.Granted!, life.GrantedLeaf!.Commitment) is { } other
                ? new Story(life.Grant, ExitCode.Tampered, other) { Manifest = manifest }
            : Whole(folder, verdict, life, shown, new TrustedRoots(root));
    }

    // The receipt is good and its consent is not among what the export opens: the place of its entry can be shown all the same.
    private static Story NotOpened(ConsentLife life, Receipt receipt, VerifiedLeaves leaves, ExportManifest manifest)
    {
        var place = receipt.Log.Origin == manifest.Origin ? leaves.Find(receipt.Log.Commitment) : null;
        return new Story(life.Grant, ExitCode.Findings, place is null ? "receipt.NotInLog" : "receipt.NotOpened") { ReceiptLeaf = place, Manifest = manifest };
    }

    private Story Whole(ExportFolder folder, Verdict verdict, ConsentLife life, ShownReceipt? shown, TrustedRoots trust)
    {
        var words = life.Granted is { } granted
            ? SignedWords.Read(folder, new Dictionary<GrantId, byte[]> { [life.Grant] = granted.ConsentDigest }).GetValueOrDefault(life.Grant)
            : null;
        var receipt = (shown ?? ShownReceipt.Find(folder, life.Grant))?.Receipt;
        var teller = new StoryTeller(texts, life, words);
        return new Story(life.Grant, verdict.ExitCode, shown is not null ? "receipt.good" : receipt is not null ? "receipt.ofExport" : "receipt.none")
        {
            Sentences = receipt is null ? [.. teller.Tell()] : [.. teller.Tell(), teller.Tell(ToldStatus.Of(folder, receipt, trust))],
            Span = life.Span,
            ReceiptLeaf = life.GrantedLeaf?.Index,
            Manifest = verdict.Manifest,
        };
    }
}
