namespace Pds.Consent;

/// <summary>One condition of a control: a fact, how it is looked at, and what it is held against.</summary>
/// <param name="Fact">Its name, one of <see cref="ControlFacts"/>.</param>
/// <param name="Test">How.</param>
/// <param name="Number">For <see cref="ControlTest.AtMost"/> and <see cref="ControlTest.AtLeast"/>; 0 otherwise.</param>
/// <param name="Texts">For <see cref="ControlTest.Equals"/>, <see cref="ControlTest.StartsWith"/> (one) and <see
/// cref="ControlTest.OneOf"/>; empty otherwise.</param>
public sealed record ControlCondition(string Fact, ControlTest Test, long Number, IReadOnlyList<string> Texts)
{
    /// <summary>Whether it holds. A fact that is not there fulfils <see cref="ControlTest.Absent"/> and nothing else.</summary>
    public bool Holds(ControlFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var fact = facts[Fact];
        return Test switch
        {
            ControlTest.Present => fact is not null,
            ControlTest.Absent => fact is null,
            ControlTest.Equals or ControlTest.OneOf => fact?.Text is { } text && Texts.Contains(text, StringComparer.Ordinal),
            ControlTest.StartsWith => fact?.Text is { } text && text.StartsWith(Texts[0], StringComparison.Ordinal),
            ControlTest.AtMost => fact?.Number <= Number,
            ControlTest.AtLeast => fact?.Number >= Number,
        };
    }
}
