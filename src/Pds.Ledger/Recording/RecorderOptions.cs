namespace Pds.Ledger;

/// <summary>How the recorder works. Every limit states its unit, default and range.</summary>
public sealed record RecorderOptions
{
    /// <summary>The ledger's origin: a schema-less URL such as <c>pds.city.mutsu.example/log</c>; 3 to 200 characters, no white space.</summary>
    public required string Origin { get; init; }

    /// <summary>Batches are filled with cover entries to a multiple of this many leaves; default 4, 1 (off) to 256.</summary>
    public int CoverMultiple { get; init; } = 4;

    /// <summary>How often the public tile directory advances; default 10 s, 0 (after each batch) to 1 hour.</summary>
    public TimeSpan PublishInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a caller waits before the store counts as unavailable; default 2 s, 100 ms to 30 s.</summary>
    public TimeSpan RecordTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most commands waiting; further ones are turned away at once; default 8,192, 1 to 65,536.</summary>
    public int MaxQueuedCommands { get; init; } = 8192;

    /// <summary>The most commands in one transaction; default 512, 1 to 4,096.</summary>
    public int MaxBatchCommands { get; init; } = 512;

    /// <summary>The most chains whose keys and heads are kept in memory; default 10,000, 16 to 1,000,000.</summary>
    public int MaxHotChains { get; init; } = 10_000;

    /// <summary>
    /// The length of an epoch of the heads tree in seconds; default 3,600, 1 to 86,400. Fixed by the first heads entry: epochs are counted in
    /// it, so with another length their numbers would mean other times.
    /// </summary>
    public int HeadsSeconds { get; init; } = 3600;

    /// <summary>
    /// Publishes the log again from the store into a directory that lost entries already published; default no. For an operator who knows
    /// that the store is the newest copy: from an older one this would fork the log.
    /// </summary>
    public bool RepublishLog { get; init; }

    /// <exception cref="ArgumentException">An option is outside its range; the message says which and what fits.</exception>
    internal void Check()
    {
        if (Origin is not { Length: >= 3 and <= 200 } || Origin.Any(char.IsWhiteSpace) || Origin.Contains('+'))
        {
            throw new ArgumentException("Recorder option Origin has 3 to 200 characters without white space or '+'.");
        }

        Within(nameof(CoverMultiple), CoverMultiple, 1, 256);
        Within(nameof(PublishInterval), PublishInterval.TotalSeconds, 0, 3600);
        Within(nameof(RecordTimeout), RecordTimeout.TotalMilliseconds, 100, 30_000);
        Within(nameof(MaxQueuedCommands), MaxQueuedCommands, 1, 65_536);
        Within(nameof(MaxBatchCommands), MaxBatchCommands, 1, 4_096);
        Within(nameof(HeadsSeconds), HeadsSeconds, 1, 86_400);
        Within(nameof(MaxHotChains), MaxHotChains, 16, 1_000_000);
    }

    private static void Within(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentException($"Recorder option {name} is {value}; it may be {least} to {most}.");
        }
    }
}
