using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>The heads entry of an answer, proved in the log, with the caller's place under its root.</summary>
/// <param name="Proven">The entry as the log proves it.</param>
/// <param name="Heads">Its body.</param>
/// <param name="Seq">Its position in the heads chain, as claimed until the public chain confirms it.</param>
/// <param name="Answer">The rest of the answer, not yet checked.</param>
internal sealed record ProvenHeads(ProvenEntry Proven, HeadsPublished Heads, long Seq, GetHeadProofResponse Answer)
{
    /// <summary>The proof as it travelled, to be kept as evidence.</summary>
    public string Evidence => Answer.Heads.TlogProof.ToStringUtf8();

    /// <summary>Null unless the log proves a heads entry about leaves before itself.</summary>
    public static ProvenHeads? Of(GetHeadProofResponse answer, OfflineVerifier verifier) =>
        verifier.TryVerifyEntry(answer.Heads, out var proven)
        && proven.Entry is HeadsPublished heads
        && heads.Size <= proven.Index
        && HeadsPublished.EpochOf(heads.At, heads.Seconds) == heads.Epoch
            ? new ProvenHeads(proven, heads, answer.HeadsSeq, answer)
            : null;

    /// <summary>Whether the root holds, for this label key, exactly what the answer says: this head, or none.</summary>
    public bool Covers(byte[] labelKey, string origin)
    {
        byte[][] siblings = [.. Answer.Siblings.Select(hash => hash.ToByteArray())];
        if (Answer.Head is { } head)
        {
            return head.Seq >= 0
                && head.Commitment.Length == Commitment.SizeBytes
                && new HeadProof(siblings, null).Includes(
                    HeadLeaf.Of(labelKey, origin, Heads.Epoch, head.Seq, head.Commitment.ToByteArray()), Heads.Root);
        }

        var other = Answer.Other is { } there ? new HeadLeaf(there.Label.ToByteArray(), there.Value.ToByteArray()) : null;
        return new HeadProof(siblings, other).Excludes(HeadLeaf.LabelOf(labelKey, origin, Heads.Epoch), Heads.Root);
    }
}
