using Pds.Ledger;

namespace Pds.Auditor.Watch;

/// <summary>Whose cosignatures a watcher asks for, and how long a growing log may go without new ones.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="LongestSilence">How old the newest cosignature may be while the log has grown since.</param>
internal sealed record QuorumRule(LogPolicy Policy, TimeSpan LongestSilence)
{
    /// <summary>Says so when the witnesses have been silent for too long about a log that grew; null when not.</summary>
    public string? FindSilence(Checkpoint cosigned, DateTimeOffset now)
    {
        var newest = Policy.Witnesses.Max(witness => cosigned.TryFindCosignature(witness.Key, out var cosignature) ? cosignature.Time : 0);
        var age = TimeSpan.FromSeconds(Math.Max(0, now.ToUnixTimeSeconds() - newest));
        return age > LongestSilence
            ? $"The log grew, and its witnesses last cosigned at size {cosigned.Size}, {(long)age.TotalSeconds} s ago."
            : null;
    }
}
