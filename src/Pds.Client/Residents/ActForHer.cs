using Pds.Ledger;

namespace Pds.Client;

/// <summary>One thing somebody did or looked at for a resident, as her own history tells it.</summary>
/// <param name="Time">When.</param>
/// <param name="MandateId">Under which mandate (<c>mdt_…</c>).</param>
/// <param name="Role"><c>helper</c>, <c>proxy</c> or <c>guardian</c>.</param>
/// <param name="What"><c>grant</c>, <c>decline</c>, <c>pause</c>, <c>resume</c>, <c>withdraw</c>; or what was looked at: <c>look-history</c>, <c>look-consents</c>, <c>look-records</c>, <c>look-values</c>.</param>
/// <param name="GrantId">The consent; null for a look.</param>
public sealed record ActForHer(DateTimeOffset Time, string MandateId, string Role, string What, string? GrantId)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ActForHer);

    internal static ActForHer? Of(LedgerEntry entry) => entry switch
    {
        RepresentativeLooked e => new(e.At, e.Mandate.ToString(), e.Role, "look-" + e.What, null),
        ConsentGranted e => Of(e, e.Acting, "grant", e.Grant),
        ConsentDeclined e => Of(e, e.Acting, "decline", e.Grant),
        ConsentPaused e => Of(e, e.Acting, "pause", e.Grant),
        ConsentResumed e => Of(e, e.Acting, "resume", e.Grant),
        ConsentWithdrawn e => Of(e, e.Acting, "withdraw", e.Grant),
        _ => null,
    };

    private static ActForHer? Of(LedgerEntry entry, Acting? acting, string what, GrantId grant) =>
        acting is { Mandate: { } mandate, Role: { } role } ? new(entry.At, mandate, role, what, grant.ToString()) : null;
}
