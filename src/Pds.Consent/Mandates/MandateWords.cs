using System.Diagnostics.CodeAnalysis;

namespace Pds.Consent;

/// <summary>The words of mandates in entries and documents: fixed, lower case, never translated.</summary>
public static class MandateWords
{
    /// <summary><c>helper</c>, <c>proxy</c>, <c>guardian</c>.</summary>
    public static string Of(MandateRole role) => role switch
    {
        MandateRole.Helper => "helper",
        MandateRole.Proxy => "proxy",
        MandateRole.Guardian => "guardian",
    };

    /// <summary><c>history</c>, <c>records</c>, <c>values</c>, <c>decline</c>, <c>pause</c>, <c>withdraw</c>, <c>grant</c>.</summary>
    public static string Of(MandateAct act) => act switch
    {
        MandateAct.History => "history",
        MandateAct.Records => "records",
        MandateAct.Values => "values",
        MandateAct.Decline => "decline",
        MandateAct.Pause => "pause",
        MandateAct.Withdraw => "withdraw",
        MandateAct.Grant => "grant",
    };

    /// <summary><c>parent</c>, <c>adult_guardian</c>.</summary>
    public static string Of(MandateRelation relation) => relation switch
    {
        MandateRelation.Parent => "parent",
        MandateRelation.AdultGuardian => "adult_guardian",
    };

    /// <summary>Each act's word, in the order of the acts.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<MandateAct> acts) => [.. acts.Select(Of)];

    /// <summary>A name as one of two people tells it the other: 1 to 40 characters, none of them a control.</summary>
    public static bool IsName([NotNullWhen(true)] string? name) =>
        name is { Length: >= 1 and <= Mandate.MaxNameLength } && !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl);
}
