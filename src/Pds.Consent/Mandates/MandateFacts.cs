namespace Pds.Consent;

/// <summary>What <see cref="MandateRules"/> hold an act against, as it stands at this moment.</summary>
/// <param name="Register">What the register says of the resident.</param>
/// <param name="About">What is said yes to; null for every other act.</param>
public sealed record MandateFacts(RegisterFacts Register, MandateSubject? About = null);

/// <summary>What is said yes to.</summary>
/// <param name="Dataset">The dataset's code.</param>
/// <param name="Purpose">The purpose's code.</param>
/// <param name="Extends">A consent to the same purpose is in force: a second yes would carry it on (FEATURES C6).</param>
public sealed record MandateSubject(string Dataset, string Purpose, bool Extends);
