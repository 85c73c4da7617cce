using Google.Protobuf;
using Pds.Ledger;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Opened entries and heads, for whom they may be opened.</summary>
internal static class HeadsMap
{
    /// <summary>An entry with all its keys: for the owner of its chain, and for everybody when the chain is the heads chain.</summary>
    public static V1.ShownEntry ToWire(this OpenedEntry entry) => new()
    {
        Index = entry.Index,
        Seq = entry.Seq,
        Previous = ByteString.CopyFrom(entry.Previous),
        Body = ByteString.CopyFrom(entry.Body),
        BodyKey = ByteString.CopyFrom(entry.BodyKey),
        LinkKey = ByteString.CopyFrom(entry.LinkKey),
        ChainKey = ByteString.CopyFrom(entry.ChainKey),
    };

    /// <summary>The same for its owner at an instant: an entry that a law forbids to tell her of yet shows its place and no word of it (T5).</summary>
    public static V1.ShownEntry ToWire(this OpenedEntry entry, DateTimeOffset now)
    {
        var shown = entry.ToWire();
        if (entry.Entry is LawfulReading lawful && lawful.IsHidden(now))
        {
            shown.Body = shown.BodyKey = ByteString.Empty;
            shown.BodyMac = ByteString.CopyFrom(Commitment.BodyMac(entry.BodyKey, entry.Body));
        }

        return shown;
    }

    /// <summary>The place of the caller's own chain.</summary>
    public static V1.GetHeadProofResponse ToWire(this HeadEvidence evidence)
    {
        var wire = new V1.GetHeadProofResponse
        {
            Heads = evidence.Heads.ToWire(),
            HeadsSeq = evidence.Heads.Seq,
            Siblings = { evidence.Proof.Siblings.Select(hash => ByteString.CopyFrom(hash)) },
        };
        if (evidence.Head is { } head)
        {
            wire.Head = new V1.CommittedHead { Seq = head.Seq, Commitment = ByteString.CopyFrom(head.Commitment) };
        }
        else if (evidence.Proof.Other is { } other)
        {
            wire.Other = new V1.OtherHead { Label = ByteString.CopyFrom(other.Label), Value = ByteString.CopyFrom(other.Value) };
        }

        return wire;
    }
}
