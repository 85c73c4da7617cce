using System.Globalization;

namespace Pds.Consent;

/// <summary>One fact a control can ask for: a text or a whole number.</summary>
public readonly record struct ControlFact
{
    private ControlFact(string? text, long? number) => (Text, Number) = (text, number);

    /// <summary>The text; null for a number.</summary>
    public string? Text { get; }

    /// <summary>The number; null for a text.</summary>
    public long? Number { get; }

    /// <summary>A text.</summary>
    public static ControlFact Of(string text) => new(text, null);

    /// <summary>A whole number.</summary>
    public static ControlFact Of(long number) => new(null, number);

    /// <summary>The text, or the number in digits.</summary>
    public override string ToString() => Text ?? Number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
