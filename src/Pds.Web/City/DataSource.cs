namespace Pds.Web.City;

/// <summary>One kind of data in her vault, and who wrote it.</summary>
/// <param name="Source">Who wrote it.</param>
/// <param name="Dataset">What it is called.</param>
/// <param name="Labels">The fields held, in the dataset's order.</param>
/// <param name="Since">When the present version of the oldest record was written.</param>
internal sealed record DataSource(string Source, string Dataset, IReadOnlyList<string> Labels, DateOnly Since)
{
    /// <summary>By source and kind.</summary>
    public static IReadOnlyList<DataSource> Of(IEnumerable<RecordView> records) =>
    [
        .. records.GroupBy(view => (view.Summary.Source, view.Summary.Dataset)).Select(kind =>
        {
            var held = kind.SelectMany(view => view.Summary.Fields).ToHashSet(StringComparer.Ordinal);
            var dataset = kind.First().Dataset;
            return new DataSource(
                kind.First().Source,
                dataset.NameJa,
                [.. dataset.Fields.Where(field => held.Contains(field.Name)).Select(field => field.LabelJa)],
                Dates.DateOf(kind.Min(view => view.Summary.WriteTime.ToDateTimeOffset())));
        }),
    ];
}
