namespace Pds.Consent;

/// <summary>On what ground data is used. Only <see cref="Consent"/> can be asked for here; the others keep the record complete.</summary>
public enum LawfulBasis
{
    /// <summary>The resident's consent (本人の同意).</summary>
    Consent = 1,

    /// <summary>A law requires it (法令).</summary>
    LegalObligation = 2,

    /// <summary>A task in the public interest (公共の事務).</summary>
    PublicTask = 3,

    /// <summary>Life or limb (緊急).</summary>
    VitalInterest = 4,
}
