using System.Text.Json;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A7 for acts without a document that is read, registering a passkey and resuming: each that the log tells with evidence is in the export, says what
/// its entry says, and the evidence over it is the resident's.
/// </summary>
/// <param name="book">What the log says.</param>
/// <param name="origin">The ledger's origin.</param>
/// <param name="report">The report of A7.</param>
internal sealed class A7Acts(GrantBook book, string origin, CheckReport report)
{
    // A challenge is good for so long; evidence from before it was made would be about something else.
    private static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(10);

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly SittingJudge judge = new(book);

    /// <summary>The next line; null for one that is none.</summary>
    public void See(ExportedAct? act, string place)
    {
        if (act is null)
        {
            report.Fail(Fault.LineUnreadable, Severity.Tampered, place);
            return;
        }

        report.Look();
        var digest = Convert.ToHexString(ConsentDocument.DigestOf(act.Signed.Document));
        if (!book.Acts.TryGetValue(digest, out var life) || !seen.Add(digest))
        {
            report.Fail(Fault.DocumentUnknown, Severity.Tampered, place);
        }
        else if (!FixedTime.Equals(Sha256.Hash(act.Signed.Evidence), life.EvidenceDigest) || act.Signed.EvidenceType != life.EvidenceType)
        {
            report.Fail(Fault.DocumentDiffers, Severity.Tampered, place, life.Agreed.Index);
        }
        else if (!CanonicalJson.TryParse(act.Signed.Document, out var document) || !SaysTheSame(document, life.Entry))
        {
            report.Fail(Fault.DocumentContradicts, Severity.Finding, place, life.Agreed.Index);
        }
        else if (!Evidence.TryParse(act.Signed.EvidenceType, act.Signed.Evidence, out var evidence)
            || !judge.IsBy(evidence, act.Key, life.Agreed, life.Agreed.At - ChallengeLife))
        {
            report.Fail(Fault.EvidenceWrong, Severity.Finding, place, life.Agreed.Index);
        }
    }

    /// <summary>There are no more.</summary>
    public void End()
    {
        foreach (var (_, life) in book.Acts.Where(one => !seen.Contains(one.Key)))
        {
            report.Fail(Fault.DocumentMissing, Severity.Tampered, leaf: life.Agreed.Index);
        }
    }

    // The challenge was never entered: it makes each act another one, and says nothing.
    private bool SaysTheSame(JsonElement document, LedgerEntry entry) =>
        JsonClaims.TryText(document, "challenge", 64, out var challenge)
        && entry switch
        {
            PasskeyRegistered registered => IsExactly(
                document, ActDocument.RegisterPasskey(origin, registered.Jkt, registered.RpId, challenge)),
            ConsentResumed resumed => JsonClaims.TryText(document, "etag", 64, out var etag)
                && IsExactly(document, ActDocument.Resume(origin, resumed.Grant, etag, challenge)),
            _ => false,
        };

    private static bool IsExactly(JsonElement document, byte[] expected) =>
        CanonicalJson.TryParse(expected, out var other) && JsonElement.DeepEquals(document, other);
}
