using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>One act on evidence as the log tells it.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="Agreed">What was agreed to, and where it stands.</param>
/// <param name="EvidenceType">The kind of evidence.</param>
/// <param name="EvidenceDigest">SHA-256 of the evidence, 32 bytes.</param>
internal sealed record ActLife(LedgerEntry Entry, AgreedTo Agreed, string EvidenceType, byte[] EvidenceDigest)
{
    /// <summary>The act of an entry; null for one that tells none.</summary>
    public static ActLife? Of(AuditedLeaf leaf) => leaf.Entry switch
    {
        PasskeyRegistered entry => new ActLife(
            entry, new AgreedTo(leaf.Chain, leaf.Index, entry.At, entry.DocumentDigest), entry.EvidenceType, entry.EvidenceDigest),
        ConsentResumed { DocumentDigest: { } digest, EvidenceType: { } type, EvidenceDigest: { } evidence } entry => new ActLife(
            entry, new AgreedTo(leaf.Chain, leaf.Index, entry.At, digest), type, evidence),
        _ => null,
    };
}
