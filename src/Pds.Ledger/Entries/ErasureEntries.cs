namespace Pds.Ledger;

/// <summary>
/// A resident ordered that everything held about her be destroyed. The last entry she makes on her own chain; from its transaction on her data
/// cannot be opened by anybody.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="DocumentDigest">SHA-256 of the document she read and signed, 32 bytes.</param>
/// <param name="EvidenceType">How her will was shown, such as <c>device_signature</c>.</param>
/// <param name="EvidenceDigest">SHA-256 of that evidence, 32 bytes.</param>
public sealed record ErasureOrdered(DateTimeOffset At, byte[] DocumentDigest, string EvidenceType, byte[] EvidenceDigest) : LedgerEntry(At)
{
    internal const string KindName = "erasure_ordered";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static ErasureOrdered Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Bytes("document_digest", 32),
        reader.Text("evidence_type"),
        reader.Bytes("evidence_digest", 32));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Bytes("document_digest", DocumentDigest);
        writer.Text("evidence_type", EvidenceType);
        writer.Bytes("evidence_digest", EvidenceDigest);
    }
}

/// <summary>
/// The keys of one chain were destroyed: nobody can open its leaves any more. Operator chain, written by the recorder only, in the transaction
/// that destroys them. It says how many leaves, and commits to which leaves of the whole log are closed by now; whose they were it says nowhere.
/// </summary>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Leaves">Leaves closed by this.</param>
/// <param name="Closed">Leaves closed in the whole log, these included.</param>
/// <param name="Size">Leaves the bitmap covers.</param>
/// <param name="BitmapSha256">SHA-256 of <see cref="ClosedLeaves"/> as it then is, 32 bytes.</param>
public sealed record HistoryErased(DateTimeOffset At, long Leaves, long Closed, long Size, byte[] BitmapSha256) : LedgerEntry(At)
{
    internal const string KindName = "history_erased";

    /// <inheritdoc/>
    public override string Kind => KindName;

    internal static HistoryErased Read(DateTimeOffset at, EntryReader reader) => new(
        at,
        reader.Number("leaves"),
        reader.Number("closed"),
        reader.Number("size"),
        reader.Bytes("bitmap_sha256", 32));

    internal override void WriteMembers(EntryWriter writer)
    {
        writer.Number("leaves", Leaves);
        writer.Number("closed", Closed);
        writer.Number("size", Size);
        writer.Bytes("bitmap_sha256", BitmapSha256);
    }
}
