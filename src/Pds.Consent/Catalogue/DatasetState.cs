namespace Pds.Consent;

/// <summary>Whether a dataset version may be used.</summary>
public enum DatasetState
{
    /// <summary>Purposes may name it.</summary>
    Published = 1,

    /// <summary>Taken out of use for good; consents that stood on it are INAPPLICABLE.</summary>
    Invalidated = 2,
}
