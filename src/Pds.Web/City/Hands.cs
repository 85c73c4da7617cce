using Pds.Ledger;

namespace Pds.Web.City;

/// <summary>By whose hands an act of hers came about, in words (FEATURES G4).</summary>
/// <param name="Channel"><c>web</c>, <c>counter</c>, <c>paper</c> or <c>voice</c>.</param>
/// <param name="Role"><c>staff</c>, <c>helper</c>, <c>proxy</c> or <c>guardian</c>; empty when she acted by herself over that channel.</param>
/// <param name="Name">What the one who acted for her told her to be called; null when it is not known, or a clerk.</param>
/// <param name="Numbers">The short numbers of the clerks; empty without any.</param>
internal sealed record Hands(string Channel, string Role, string? Name, string Numbers)
{
    /// <summary>The key of the words; those of a clerk have the city's name in their first place, those of somebody else a name or a role.</summary>
    public string Key => Role switch
    {
        "staff" => "hands.staff." + Channel,
        "" => "hands.self." + Channel,
        _ => Name is null ? "hands.role" : "hands.name",
    };

    /// <summary>Whether there is something to say: her own act on these pages is not.</summary>
    public bool AreTold => WebTexts.Pages.Has(Key);

    /// <summary>As an entry says it.</summary>
    /// <param name="acting">What the entry says; null for her own hands alone.</param>
    /// <param name="names">What those who act for her are called, by mandate.</param>
    public static Hands? Of(Acting? acting, IReadOnlyDictionary<string, string> names) => acting is null ? null : new Hands(
        acting.Channel,
        acting.Role ?? "",
        acting.Mandate is { } mandate ? names.GetValueOrDefault(mandate) : null,
        string.Join("、", new[] { acting.Person, acting.Second }.OfType<string>().Select(ShortNumber.Of)));

    /// <summary>What an entry says of hands; null when nothing.</summary>
    public static Acting? In(LedgerEntry? entry) => entry switch
    {
        ConsentGranted one => one.Acting,
        ConsentDeclined one => one.Acting,
        ConsentPaused one => one.Acting,
        ConsentResumed one => one.Acting,
        ConsentWithdrawn one => one.Acting,
        CorrectionAsked one => one.Acting,
        NoticesChosen one => one.Acting,
        QuestionAsked one => one.Acting,
        DataExported one => one.Acting,
        RepresentativeLooked one => new Acting("web") { Role = one.Role, Mandate = one.Mandate.ToString() },
        _ => null,
    };
}
