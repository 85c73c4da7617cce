namespace Pds.Consent;

/// <summary>Why the city registers somebody as a guardian.</summary>
public enum MandateRelation
{
    /// <summary>親権者: of a minor (民法818条), until the 18th birthday (民法4条).</summary>
    Parent = 1,

    /// <summary>成年後見人: appointed by a family court (民法8条).</summary>
    AdultGuardian = 2,
}
