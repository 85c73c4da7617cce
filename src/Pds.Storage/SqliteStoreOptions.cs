namespace Pds.Storage;

/// <summary>How the embedded store works.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The data directory; made with mode 0700 when absent. One process at a time.</summary>
    public required string Directory { get; init; }

    /// <summary>The ledger's origin; every key leads with it.</summary>
    public required string Origin { get; init; }

    /// <summary>The database file inside the directory; default <c>pds.db</c>.</summary>
    public string FileName { get; init; } = "pds.db";

    /// <summary>The writer's page cache, in MiB; default 64, 4 to 4,096.</summary>
    public int CacheMegabytes { get; init; } = 64;

    /// <summary>The most read-only connections; default 8, 1 to 64. Each caches at most 8 MiB of pages.</summary>
    public int Readers { get; init; } = 8;

    /// <summary>How long to wait for a lock held by another program, in milliseconds; default 1,000, 0 to 5,000.</summary>
    public int BusyMilliseconds { get; init; } = 1000;

    /// <summary>The write-ahead log is copied back into the database after this many pages of 4 KiB; default 4,096 (16 MiB), 64 to 65,536.</summary>
    public int CheckpointPages { get; init; } = 4096;
}
