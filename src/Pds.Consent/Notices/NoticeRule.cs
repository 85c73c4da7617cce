namespace Pds.Consent;

/// <summary>
/// What a notice is held to (FEATURES N17, in the spirit of ISO/IEC 29184). The code of a rule is its name in UPPER_SNAKE; rules from
/// <see cref="Possibility"/> on only warn.
/// </summary>
public enum NoticeRule
{
    /// <summary>A sentence has more than 40 characters.</summary>
    SentenceTooLong = 1,

    /// <summary>A word has a kanji that elementary school does not teach, is no everyday word, and no reading follows it.</summary>
    HardWord = 2,

    /// <summary>Two negatives in one sentence.</summary>
    DoubleNegative = 3,

    /// <summary>A choice that was made before anybody chose: ticked, or silence that counts as a yes.</summary>
    ChoiceMadeBefore = 4,

    /// <summary>Saying no takes more than saying yes: a letter, a visit, a fee, a ground.</summary>
    NoIsHarder = 5,

    /// <summary>Hurry, hype, or what everybody else does.</summary>
    Pressure = 6,

    /// <summary>A passive that hides who does it.</summary>
    HiddenActor = 7,

    /// <summary>Several things are asked as one: terms, all data, other purposes.</summary>
    Bundled = 8,

    /// <summary>Three fields or more and none that can be left out.</summary>
    AllFieldsRequired = 9,

    /// <summary>Nothing says what the resident gains.</summary>
    BenefitMissing = 10,

    /// <summary>Nothing says what happens on a no.</summary>
    RefusalMissing = 11,

    /// <summary>A no is threatened with a disadvantage.</summary>
    RefusalThreat = 12,

    /// <summary>Of a no only the loss is told, and not what remains.</summary>
    OnlyLoss = 13,

    /// <summary>The benefit or the consequence repeats the purpose and tells nothing.</summary>
    SameText = 14,

    /// <summary>Reading everything aloud takes more than 90 seconds: 450 characters at 300 a minute.</summary>
    TooLongToReadAloud = 15,

    /// <summary>Warning: something may happen, and nobody knows when.</summary>
    Possibility = 50,

    /// <summary>Warning: a word of offices.</summary>
    OfficeWord = 51,

    /// <summary>Warning: the benefit is the recipient's own.</summary>
    BenefitOfAnother = 52,
}
