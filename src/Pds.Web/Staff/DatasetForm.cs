using System.Globalization;
using Pds.Consent;
using Pds.Protocol.V1;
using Ceilings = Pds.Protocol.V1.Ceilings;
using Dataset = Pds.Protocol.V1.Dataset;
using FieldType = Pds.Protocol.V1.FieldType;
using UseMode = Pds.Protocol.V1.UseMode;

namespace Pds.Web.Staff;

/// <summary>
/// A dataset as a steward writes it on a page, and what is wrong with it in the page's own words. What counts is decided by the city's server, which reads it
/// once more.
/// </summary>
internal sealed class DatasetForm
{
    /// <summary>Rows of fields that a page holds; more than that is published by the steward's own program.</summary>
    public const int MostRows = 30;

    private const int RowsAtATime = 4;
    private const int MostCalls = 100_000;
    private readonly Dictionary<string, string> _numbers = new(StringComparer.Ordinal);

    public string Code { get; private set; } = "";

    public int Version { get; private set; } = 1;

    public string Name { get; private set; } = "";

    public string Description { get; private set; } = "";

    public string ConformsTo { get; private set; } = "";

    public string DateField { get; private set; } = "";

    public FrequencyPeriod Period { get; private set; } = FrequencyPeriod.Month;

    public UseMode Mode { get; private set; } = UseMode.View;

    public IReadOnlyList<FieldRow> Rows { get; private set; } = [.. Enumerable.Repeat(FieldRow.Empty, RowsAtATime)];

    /// <summary>A number as written: <c>validity</c>, <c>calls</c>, <c>range</c>, <c>retention</c>.</summary>
    public string Number(string name) => _numbers.GetValueOrDefault(name, "");

    /// <summary>The version after one that stands.</summary>
    public static DatasetForm After(Dataset before)
    {
        var form = new DatasetForm
        {
            Code = before.Code, Version = before.Version + 1, Name = before.NameJa, Description = before.DescriptionJa, ConformsTo = before.ConformsTo, DateField = before.DateField,
            Period = before.Ceilings.Frequency.Period, Mode = before.Ceilings.Mode, Rows = [.. before.Fields.Select(FieldRow.Of).Append(FieldRow.Empty)],
        };
        foreach (var (name, value) in new[]
        {
            ("validity", before.Ceilings.ValidityDays), ("calls", before.Ceilings.Frequency.Calls), ("range", before.Ceilings.DataRangeDays), ("retention", before.Ceilings.RetentionDays),
        })
        {
            form._numbers[name] = value.ToString(CultureInfo.InvariantCulture);
        }

        return form;
    }

    /// <summary>As a browser sent it.</summary>
    public static DatasetForm Of(IFormCollection sent)
    {
        string Text(string name) => (sent[name].FirstOrDefault() ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        T Chosen<T>(string? text)
            where T : struct, Enum => Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value : default;
        string At(string name, int row) => (sent[name].ElementAtOrDefault(row) ?? "").Trim();
        bool Ticked(string name, int row) => sent[name].Contains(row.ToString(CultureInfo.InvariantCulture));
        var form = new DatasetForm
        {
            Code = Text("code"),
            Version = int.TryParse(Text("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0,
            Name = Text("name"),
            Description = Text("description"),
            ConformsTo = Text("conforms"),
            DateField = Text("date"),
            Period = Chosen<FrequencyPeriod>(Text("period")),
            Mode = Chosen<UseMode>(Text("mode")),
            Rows =
            [
                .. Enumerable.Range(0, Math.Min(sent["field_name"].Count, MostRows)).Select(row => new FieldRow(
                    At("field_name", row), At("field_label", row), Chosen<FieldType>(At("field_type", row)), At("field_more", row), Ticked("field_required", row),
                    Ticked("field_sensitive", row))),
            ],
        };
        foreach (var name in new[] { "validity", "calls", "range", "retention" })
        {
            form._numbers[name] = Text(name);
        }

        return form;
    }

    /// <summary>Rows for more fields.</summary>
    public void Grow() => Rows = [.. Rows.Concat(Enumerable.Repeat(FieldRow.Empty, RowsAtATime)).Take(MostRows)];

    /// <summary>The ends of the keys of the words that say what is wrong, in the page's order; empty when nothing is.</summary>
    public IReadOnlyList<string> Mistakes()
    {
        var fields = Rows.Where(row => !row.IsEmpty).ToList();
        return
        [
            .. Wrong("code", !DatasetCode.TryParse(Code, out _) || Version < 1),
            .. Wrong("name", Name.Length is 0 or > 40),
            .. Wrong("description", Description.Length is 0 or > 400),
            .. Wrong("fields", fields.Count == 0),
            .. Wrong("field-name", fields.Any(row => !FieldDefinition.IsName(row.Name)) || fields.DistinctBy(row => row.Name, StringComparer.Ordinal).Count() != fields.Count),
            .. Wrong("field-label", fields.Any(row => row.Label.Length is 0 or > 40)),
            .. Wrong("field-more", fields.Any(row => row.Type == FieldType.Unspecified || row.ToField() is null)),
            .. Wrong("date", DateField.Length > 0 && !fields.Any(row => row.Name == DateField && row.Type is FieldType.CivilDate or FieldType.Instant)),
            .. Wrong("numbers", Read("validity", 1, Consent.Ceilings.MaxValidityDays) is null || Read("calls", 1, MostCalls) is null
                || Read("range", 0, Consent.Ceilings.MaxDataRangeDays) is null || Read("retention", 0, Consent.Ceilings.MaxRetentionDays) is null
                || Period == FrequencyPeriod.Unspecified || Mode == UseMode.Unspecified),
        ];
    }

    /// <summary>What is to be published; only of a form without a mistake.</summary>
    public Dataset ToDataset() => new()
    {
        Code = Code,
        Version = Version,
        NameJa = Name,
        DescriptionJa = Description,
        Fields = { Rows.Where(row => !row.IsEmpty).Select(row => row.ToField()!) },
        Ceilings = new Ceilings
        {
            ValidityDays = Read("validity", 1, Consent.Ceilings.MaxValidityDays)!.Value,
            Frequency = new Frequency { Calls = Read("calls", 1, MostCalls)!.Value, Period = Period },
            DataRangeDays = Read("range", 0, Consent.Ceilings.MaxDataRangeDays)!.Value,
            RetentionDays = Read("retention", 0, Consent.Ceilings.MaxRetentionDays)!.Value,
            Mode = Mode,
        },
        DateField = DateField,
        ConformsTo = ConformsTo,
    };

    private int? Read(string name, int low, int high) =>
        int.TryParse(Number(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high ? value : null;

    private static IEnumerable<string> Wrong(string what, bool isWrong) => isWrong ? [what] : [];
}
