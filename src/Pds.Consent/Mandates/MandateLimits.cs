using System.Collections.Frozen;
using System.Text.Json;

namespace Pds.Consent;

/// <summary>
/// What nobody agrees to in somebody else's place, by role: data in <c>Resources/MandateLimits.json</c>, not code (FEATURES G5). A proxy keeps away
/// from illness and from lists of people in need; a guardian only from what is nobody's but one's own opinion.
/// </summary>
/// <param name="Datasets">Codes of datasets.</param>
/// <param name="Purposes">Codes of purposes.</param>
public sealed record MandateLimits(IReadOnlyList<string> Datasets, IReadOnlyList<string> Purposes)
{
    private static readonly FrozenDictionary<MandateRole, MandateLimits> ByRole = Load();

    /// <summary>The limits of a role.</summary>
    public static MandateLimits Of(MandateRole role) => ByRole[role];

    /// <summary>Whether the role may agree to it.</summary>
    public bool Allow(string dataset, string purpose) =>
        !Datasets.Contains(dataset, StringComparer.Ordinal) && !Purposes.Contains(purpose, StringComparer.Ordinal);

    private static FrozenDictionary<MandateRole, MandateLimits> Load()
    {
        using var stream = Texts.Open("MandateLimits.json");
        return JsonSerializer.Deserialize(stream, ConsentJson.Default.DictionaryMandateRoleMandateLimits)!.ToFrozenDictionary();
    }
}
