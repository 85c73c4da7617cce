namespace Pds.Ledger;

/// <summary>The one row that says where the log stands. It moves only by compare-and-swap inside the transaction that appends.</summary>
/// <param name="Size">Leaves.</param>
/// <param name="Root">RFC 6962 root at that size, 32 bytes.</param>
/// <param name="Fence">Raised by every recorder that takes the lease; a writer with an older fence changes nothing any more.</param>
/// <param name="Memo">Sealed by the recorder: the last ledger time and the log key's id.</param>
public sealed record LogState(long Size, byte[] Root, long Fence, byte[] Memo);
