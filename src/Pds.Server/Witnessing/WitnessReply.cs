using Pds.Ledger;

namespace Pds.Server.Witnessing;

/// <summary>What came of asking one witness once.</summary>
internal abstract record WitnessReply
{
    private WitnessReply()
    {
    }

    /// <summary>It cosigned.</summary>
    /// <param name="Line">Its signature line, verified with its key over the checkpoint that was sent.</param>
    public sealed record Cosigned(Cosignature Line) : WitnessReply;

    /// <summary>It has cosigned a larger tree than the one that was sent, or refuses this one as another history.</summary>
    /// <param name="Status">409 or 422.</param>
    public sealed record Disagrees(int Status) : WitnessReply;

    /// <summary>It could not be reached, was too slow, or answered something else.</summary>
    /// <param name="Reason">In a few words, without anything the witness wrote.</param>
    public sealed record Away(string Reason) : WitnessReply;
}
