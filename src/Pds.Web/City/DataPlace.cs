namespace Pds.Web.City;

/// <summary>One place her data went to: a recipient and the system of it that receives (FEATURES T8).</summary>
/// <param name="Recipient">Who.</param>
/// <param name="System">Which of its systems, in its own words; may be empty.</param>
/// <param name="Items">What went there, by consent; at least one.</param>
internal sealed record DataPlace(string Recipient, string System, IReadOnlyList<HeldItem> Items)
{
    /// <summary>More may go there.</summary>
    public bool IsLive => Items.Any(item => item.IsLive);

    /// <summary>It may have something of hers today.</summary>
    public bool Holds => Items.Any(item => item.Held.Count > 0);

    /// <summary>The places of all consents: those where something may still go first, then those that may have something, then by name.</summary>
    /// <param name="consents">All of her consents.</param>
    /// <param name="uses">All uses, from the beginning.</param>
    /// <param name="today">Today in Tokyo.</param>
    public static IReadOnlyList<DataPlace> Of(IEnumerable<ConsentView> consents, IReadOnlyCollection<UseView> uses, DateOnly today) =>
        Of(consents, uses.ToLookup(use => use.Use.GrantId, StringComparer.Ordinal), today);

    private static IReadOnlyList<DataPlace> Of(IEnumerable<ConsentView> consents, ILookup<string, UseView> uses, DateOnly today) =>
    [
        .. consents.Select(consent => HeldItem.Of(consent, uses[consent.Item.GrantId], today)).OfType<HeldItem>()
            .GroupBy(item => (item.Consent.Item.Recipient, item.Consent.Purpose.SystemJa))
            .Select(place => new DataPlace(place.First().Consent.Recipient, place.Key.SystemJa, [.. place]))
            .OrderByDescending(place => place.IsLive).ThenByDescending(place => place.Holds).ThenBy(place => place.Recipient, StringComparer.Ordinal),
    ];
}
