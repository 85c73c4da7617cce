namespace Pds.Consent;

/// <summary>How a condition looks at a fact. The first two take any fact, the next three texts, the last two whole numbers.</summary>
public enum ControlTest
{
    /// <summary>The fact is there.</summary>
    Present = 1,

    /// <summary>The fact is not there.</summary>
    Absent = 2,

    /// <summary>The text is this one, compared exactly.</summary>
    Equals = 3,

    /// <summary>The text is one of these.</summary>
    OneOf = 4,

    /// <summary>The text begins so.</summary>
    StartsWith = 5,

    /// <summary>The number is this or less.</summary>
    AtMost = 6,

    /// <summary>The number is this or more.</summary>
    AtLeast = 7,
}
