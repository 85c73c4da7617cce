using Google.Protobuf;
using Pds.Ledger;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Where an entry stands in the log, for its owner.</summary>
internal static class EvidenceMap
{
    /// <summary>To the wire: index, commitment, and a proof that opens body, ob and N, never the chain position.</summary>
    public static V1.LedgerEvidence ToWire(this RecordedEntry entry) => new()
    {
        Index = entry.Index,
        Commitment = ByteString.CopyFrom(entry.Commitment),
        TlogProof = ByteString.CopyFromUtf8(entry.ToTlogProof().ToString()),
    };
}
