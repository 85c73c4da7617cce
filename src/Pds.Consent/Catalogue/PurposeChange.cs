namespace Pds.Consent;

/// <summary>How one version of a purpose relates to the one before (FEATURES N9).</summary>
public enum PurposeChange
{
    /// <summary>The same scope: nobody is asked again.</summary>
    Same = 1,

    /// <summary>A smaller scope: nobody is asked again, and existing consents are held to it.</summary>
    Narrowing = 2,

    /// <summary>Anything else: who consented before is asked again; their old consent does not cover the new scope.</summary>
    Widening = 3,
}
