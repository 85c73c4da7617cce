using System.Diagnostics.CodeAnalysis;

namespace Pds.Ledger;

/// <summary>
/// A log's signed word on its size and root (C2SP tlog-checkpoint). One exists only where its signature was checked or made:
/// there is no unverified checkpoint.
/// </summary>
public sealed class Checkpoint
{
    /// <summary>Notes above this size are refused: 16 KiB.</summary>
    public const int MaxNoteBytes = 16 * 1024;

    /// <summary>Which log.</summary>
    public string Origin => throw new NotImplementedException();

    /// <summary>Number of leaves.</summary>
    public long Size => throw new NotImplementedException();

    /// <summary>Root hash, 32 bytes.</summary>
    public byte[] Root => throw new NotImplementedException();

    /// <summary>The whole signed note, as published and handed on verbatim.</summary>
    public string Note => throw new NotImplementedException();

    /// <summary>Signs size and root under the signer's name as origin.</summary>
    public static Checkpoint Sign(NoteSigner log, long size, ReadOnlySpan<byte> root) => throw new NotImplementedException();

    /// <summary>Opens a note: its signature by <paramref name="log"/> first, then its three lines. Extension lines are refused.</summary>
    public static bool TryOpen([NotNullWhen(true)] string? note, NoteVerifier log, [NotNullWhen(true)] out Checkpoint? checkpoint) => throw new NotImplementedException();
}
