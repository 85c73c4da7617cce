using System.Globalization;
using Pds.Protocol.V1;

namespace Pds.Web.Staff;

/// <summary>One field of a dataset as a steward writes it.</summary>
/// <param name="Name">Machine name.</param>
/// <param name="Label">What residents read.</param>
/// <param name="Type">What values look like.</param>
/// <param name="More">A text's longest length, a number's range as <c>0..120</c>, or the words of a choice with 、 between them.</param>
/// <param name="Required">Every record carries it.</param>
/// <param name="Sensitive">Special-care data.</param>
internal sealed record FieldRow(string Name, string Label, FieldType Type, string More, bool Required, bool Sensitive)
{
    private const char Between = '、';
    private const int MostChars = 4000;
    private const int MostWords = 64;

    /// <summary>A row that nobody wrote in.</summary>
    public static FieldRow Empty { get; } = new("", "", FieldType.Text, "", false, false);

    /// <summary>Nothing is written in it.</summary>
    public bool IsEmpty => Name.Length == 0 && Label.Length == 0;

    /// <summary>A field as it stands.</summary>
    public static FieldRow Of(DatasetField field) => new(
        field.Name,
        field.LabelJa,
        field.Type,
        field.Type switch
        {
            FieldType.Text => field.MaxLength.ToString(CultureInfo.InvariantCulture),
            FieldType.WholeNumber => string.Create(CultureInfo.InvariantCulture, $"{field.Minimum}..{field.Maximum}"),
            FieldType.Choice => string.Join(Between, field.Choices),
            _ => "",
        },
        field.Required,
        field.Sensitive);

    /// <summary>The field; null when what it says of its bounds cannot be read.</summary>
    public DatasetField? ToField()
    {
        var field = new DatasetField { Name = Name, LabelJa = Label, Type = Type, Required = Required, Sensitive = Sensitive };
        switch (Type)
        {
            case FieldType.Text when int.TryParse(More, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is > 0 and <= MostChars:
                field.MaxLength = most;
                return field;
            case FieldType.WholeNumber when More.Split("..") is [var low, var high]
                && long.TryParse(low, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minimum)
                && long.TryParse(high, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var maximum) && minimum <= maximum:
                (field.Minimum, field.Maximum) = (minimum, maximum);
                return field;
            case FieldType.Choice when More.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 and <= MostWords } words:
                field.Choices.Add(words.Distinct(StringComparer.Ordinal));
                return field;
            case FieldType.Text or FieldType.WholeNumber or FieldType.Choice:
                return null;
            default:
                return More.Length == 0 ? field : null;
        }
    }
}
