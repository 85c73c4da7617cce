using Pds.Client;
using Pds.Web.SignIn;

namespace Pds.Web.Residents;

/// <summary>Documents about erasing everything that were shown and not answered: 30 minutes, as long as they can be signed.</summary>
internal sealed class Erasures(TimeProvider clock) : BrowserBound<BegunErasure>("erase", TimeSpan.FromMinutes(30), clock);

/// <summary>One of them. Prints its type only.</summary>
/// <param name="ResidentId">Whose.</param>
/// <param name="Document">As shown.</param>
internal sealed record BegunErasure(string ResidentId, ShownErasure Document)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(BegunErasure);
}

/// <summary>What became of an erasure, for the browser it was ordered in: afterwards nobody can ask as her. 30 minutes.</summary>
internal sealed class DoneErasures(TimeProvider clock) : BrowserBound<DoneErasure>("erased", TimeSpan.FromMinutes(30), clock);

/// <summary>One of them. Prints its type only.</summary>
/// <param name="HistoryUntil">Until when her history is kept by law; null when it is gone.</param>
/// <param name="Proof">The entry of the order with its proof, tlog-proof.</param>
internal sealed record DoneErasure(DateTimeOffset? HistoryUntil, byte[] Proof)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(DoneErasure);
}
