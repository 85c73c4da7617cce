using Pds.Ledger;

namespace Pds.Server.Witnessing;

/// <summary>One witness and how it has been doing: who failed is asked again after 1, 2, 4 … 60 seconds. Used by one task at a time.</summary>
internal sealed class WitnessLink(PolicyWitness witness, TimeSpan patience, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private int failures;
    private long failedAt;

    public PolicyWitness Witness { get; } = witness;

    public WitnessClient Client { get; } = new(witness, patience);

    /// <summary>Why it did not cosign when asked last; null when it did.</summary>
    public string? Trouble { get; private set; }

    /// <summary>True when its pause is over.</summary>
    public bool IsDue => failures == 0 || time.GetElapsedTime(failedAt) >= Pause;

    private TimeSpan Pause => failures > 6 ? LongestPause : TimeSpan.FromSeconds(1 << (failures - 1));

    /// <summary>It cosigned.</summary>
    /// <returns>True when it had been in trouble.</returns>
    public bool Succeeded()
    {
        var was = Trouble is not null;
        (failures, Trouble) = (0, null);
        return was;
    }

    /// <summary>It did not.</summary>
    /// <returns>True when this is news.</returns>
    public bool Failed(string reason)
    {
        var news = Trouble != reason;
        (failures, failedAt, Trouble) = (failures + 1, time.GetTimestamp(), reason);
        return news;
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}
