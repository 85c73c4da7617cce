namespace Pds.EndToEnd.Tests;

/// <summary>One system call that matters for the order of writing and releasing.</summary>
/// <param name="At">Seconds since 1970.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Bytes">How many bytes it moved; 0 for a sync.</param>
internal sealed record Step(double At, StepKind Kind, long Bytes);

internal enum StepKind
{
    /// <summary>Bytes went into the database's write-ahead log.</summary>
    LogWritten,

    /// <summary>The write-ahead log was synced and the kernel answered 0.</summary>
    LogSynced,

    /// <summary>A sync of the write-ahead log failed.</summary>
    SyncFailed,

    /// <summary>Bytes were handed to a TCP socket.</summary>
    Sent,
}
