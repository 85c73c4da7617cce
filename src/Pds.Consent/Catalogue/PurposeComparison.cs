namespace Pds.Consent;

/// <summary>
/// Decides whether a new version of a purpose needs new consents. The scope of a purpose is: who receives (and in which system), which dataset version, why
/// (the DPV code and the text the resident agreed to), which fields, which of them cannot be left out, and the ceilings. Only a scope
/// that lies inside the old one in every part is a narrowing.
/// </summary>
public static class PurposeComparison
{
    /// <summary>Compares two versions; versions of different codes are always a widening.</summary>
    public static PurposeChange Compare(Purpose before, Purpose after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return !IsWithin(after, before) ? PurposeChange.Widening
            : IsWithin(before, after) ? PurposeChange.Same
            : PurposeChange.Narrowing;
    }

    private static bool IsWithin(Purpose inner, Purpose outer) =>
        inner.Id.Code == outer.Id.Code
        && inner.Recipient == outer.Recipient
        && string.Equals(inner.SystemJa, outer.SystemJa, StringComparison.Ordinal)
        && inner.Dataset == outer.Dataset
        && inner.Basis == outer.Basis
        && string.Equals(inner.DpvCode, outer.DpvCode, StringComparison.Ordinal)
        && string.Equals(inner.TextJa, outer.TextJa, StringComparison.Ordinal)
        && IsSubset(inner.AllFields, outer.AllFields)
        // A field that could be left out and no longer can is a wider demand, even though no field is new.
        && IsSubset(inner.RequiredFields, outer.RequiredFields)
        && inner.Ceilings.IsWithin(outer.Ceilings)
        && inner.Expires <= outer.Expires;

    private static bool IsSubset(IEnumerable<string> inner, IEnumerable<string> outer) =>
        inner.ToHashSet(StringComparer.Ordinal).IsSubsetOf(outer);
}
