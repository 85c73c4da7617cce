namespace Pds.Web.City;

/// <summary>Where her data is on one day: in her vault, by who wrote it, and at each place it went to, with the drawing of both.</summary>
/// <param name="Sources">What her vault holds; null when somebody acts for her whose mandate does not show it.</param>
/// <param name="Places">Where it went.</param>
/// <param name="Map">The drawing.</param>
/// <param name="HiddenByLaw">How many entries of her history a law forbids to tell her of.</param>
internal sealed record Whereabouts(IReadOnlyList<DataSource>? Sources, IReadOnlyList<DataPlace> Places, DataMap Map, long HiddenByLaw)
{
    /// <summary>Reckons it.</summary>
    public static Whereabouts Of(IReadOnlyList<RecordView>? held, IEnumerable<ConsentView> consents, IReadOnlyCollection<UseView> uses, long hiddenByLaw, DateOnly today)
    {
        var (sources, places) = (held is null ? null : DataSource.Of(held), DataPlace.Of(consents, uses, today));
        return new Whereabouts(sources, places, DataMap.Of(
            [.. (sources ?? []).Select(source => source.Source).Distinct()], WebTexts.Pages["where.vault"], places, WebTexts.Pages["where.live"], WebTexts.Pages["where.over"]), hiddenByLaw);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(Whereabouts);
}
