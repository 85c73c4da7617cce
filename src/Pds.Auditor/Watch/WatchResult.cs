using Pds.Ledger;

namespace Pds.Auditor.Watch;

/// <summary>What one look at a log found.</summary>
internal abstract record WatchResult
{
    private WatchResult()
    {
    }

    /// <summary>The exit code of a run that ends with it.</summary>
    public abstract int ExitCode { get; }

    /// <summary>The log only grew.</summary>
    /// <param name="Checkpoint">The newest checkpoint.</param>
    /// <param name="Before">Size before; 0 at the first look.</param>
    public sealed record Sound(Checkpoint Checkpoint, long Before) : WatchResult
    {
        /// <inheritdoc/>
        public override int ExitCode => Auditor.ExitCode.Sound;
    }

    /// <summary>It could not be found out.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Unknown(string Reason) : WatchResult
    {
        /// <inheritdoc/>
        public override int ExitCode => Auditor.ExitCode.Findings;
    }

    /// <summary>Something was served that the log's key did not sign, or tiles that do not give the signed root.</summary>
    /// <param name="Reason">What does not fit.</param>
    public sealed record Forged(string Reason) : WatchResult
    {
        /// <inheritdoc/>
        public override int ExitCode => Auditor.ExitCode.Tampered;
    }

    /// <summary>The log signed two histories, or went back.</summary>
    /// <param name="Known">The checkpoint of the one view.</param>
    /// <param name="Other">The checkpoint of the other.</param>
    /// <param name="Fork">The first leaf that differs; null when the shorter is a beginning of the longer (a rollback), or when it cannot be told.</param>
    /// <param name="Untold">Why the fork point cannot be told; null when it is told or there is none.</param>
    public sealed record Parted(Checkpoint Known, Checkpoint Other, ForkPoint? Fork, string? Untold) : WatchResult
    {
        /// <inheritdoc/>
        public override int ExitCode => Auditor.ExitCode.Tampered;

        /// <summary>True when the newer view is only shorter: entries were taken away, none was changed.</summary>
        public bool IsRollback => Fork is null && Untold is null;
    }
}
