using Pds.Consent;

namespace Pds.Server.TakeAway;

/// <summary>One consent with its receipt; without one when it was never given.</summary>
/// <param name="View">The consent and its purpose.</param>
/// <param name="Receipt">The receipt and the proof of its entry; null when it was not given.</param>
internal sealed record TakenConsent(GrantView View, GivenReceipt? Receipt)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(TakenConsent);
}
