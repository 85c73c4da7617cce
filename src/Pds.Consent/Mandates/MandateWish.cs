namespace Pds.Consent;

/// <summary>What a resident wants to let somebody do for her.</summary>
/// <param name="Role">Helper or proxy.</param>
/// <param name="Acts">What.</param>
/// <param name="Datasets">Codes of the datasets about which a proxy may say yes.</param>
/// <param name="LastDay">The last day, Tokyo.</param>
/// <param name="AfterDeath">Only once she died.</param>
/// <param name="ResidentName">What she is called towards the other.</param>
public sealed record MandateWish(
    MandateRole Role, IReadOnlyList<MandateAct> Acts, IReadOnlyList<string> Datasets, DateOnly LastDay, bool AfterDeath, string ResidentName)
{
    /// <summary>The most datasets one mandate names.</summary>
    public const int MaxDatasets = 20;

    /// <summary>The member at fault; null when it is a mandate that can be given today.</summary>
    public string? Fault(DateTimeOffset now)
    {
        var most = AfterDeath ? MandateRules.AfterDeath.Intersect(MandateRules.Of(Role)).ToList() : MandateRules.Of(Role);
        var grants = Acts.Contains(MandateAct.Grant);
        return Role is not (MandateRole.Helper or MandateRole.Proxy) ? "role"
            : Acts.Count == 0 || Acts.Distinct().Count() != Acts.Count || Acts.Any(act => !most.Contains(act)) ? "acts"
            : Datasets.Count > MaxDatasets || Datasets.Distinct(StringComparer.Ordinal).Count() != Datasets.Count || grants != (Datasets.Count > 0)
                || Datasets.Any(code => !DatasetCode.TryParse(code, out _) || MandateLimits.Of(Role).Datasets.Contains(code)) ? "datasets"
            : LastDay < TokyoTime.DateOf(now) || TokyoTime.EndOf(LastDay) > TokyoTime.EndOf(TokyoTime.DateOf(TokyoTime.AddMonths(now, Mandate.MaxMonths))) ? "last_day"
            : !MandateWords.IsName(ResidentName) ? "resident_name"
            : null;
    }

    /// <summary>Its own name only.</summary>
    public override string ToString() => nameof(MandateWish);
}
