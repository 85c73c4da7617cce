using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Verify;
using Pds.Consent;

namespace Pds.Auditor.Reports;

/// <summary>Everything a page of the report is made from.</summary>
/// <param name="Manifest">The export.</param>
/// <param name="Verdict">What the verification said of it.</param>
/// <param name="Story">What its entries tell.</param>
/// <param name="Figures">Counts, under the cut.</param>
/// <param name="Texts">The report's sentences.</param>
/// <param name="Checks">The verification's sentences.</param>
/// <param name="Language">BCP 47.</param>
internal sealed record ReportModel(
    ExportManifest Manifest, Verdict Verdict, AuditStory Story, Figures Figures, AuditTexts Texts, AuditTexts Checks, string Language)
{
    /// <summary>For whom.</summary>
    public Cut Cut => Figures.Cut;

    /// <summary>Consents of some kind, and about how many persons they are.</summary>
    public static Count CountOf(IEnumerable<ConsentStory> consents)
    {
        var some = consents.ToList();
        return new Count(some.Count, some.Select(consent => consent.Who).Distinct().Count());
    }

    /// <summary>Consents by where they stand, every state; their total is known.</summary>
    public IReadOnlyDictionary<GrantState, Figure> States() => Line(Story.Consents.Values, consent => consent.State, Enum.GetValues<GrantState>());

    /// <summary>Consents by purpose; their total is known.</summary>
    public IReadOnlyDictionary<string, Figure> Purposes() => Line(Story.Consents.Values, consent => consent.Purpose);

    /// <summary>Consents given by channel; their total is the number given, so they are shown only where that is.</summary>
    public IReadOnlyDictionary<string, Figure> Channels()
    {
        var line = Line(Story.Consents.Values.Where(consent => consent.Given is not null), consent => consent.Given!.EvidenceType);
        return Given().IsOpen ? line : line.Keys.ToDictionary(channel => channel, _ => Figures.Withheld, StringComparer.Ordinal);
    }

    /// <summary>Consents given. With the states' total it gives away what was not given, so it is shown only where every state is.</summary>
    public Figure Given() => States().Values.All(figure => figure.IsOpen)
        ? Figures.Of(CountOf(Story.Consents.Values.Where(consent => consent.Given is not null)))
        : Figures.Withheld;

    /// <summary>
    /// How many consents of a purpose asked for a field, granted it, and had it read. Nothing is shown of a purpose whose own number is
    /// hidden.
    /// </summary>
    public IReadOnlyList<Figure> Items(Figure purpose, IReadOnlyList<ConsentStory> consents, string field)
    {
        var all = CountOf(consents);
        Figure Of(Func<ConsentStory, bool> chosen) => purpose.IsOpen ? Figures.OfPart(CountOf(consents.Where(chosen)), all) : Figures.Withheld;
        return
        [
            Of(consent => consent.Asked?.Fields.Contains(field) == true), Of(consent => consent.Given?.Fields.Contains(field) == true),
            Of(consent => consent.Read.Contains(field)),
        ];
    }

    /// <summary>Consents withdrawn, and of these the ones some condition chooses.</summary>
    public (Figure All, Figure Chosen) Withdrawn(Func<ConsentStory, bool> chosen)
    {
        var withdrawn = Story.Consents.Values.Where(consent => consent.IsWithdrawn).ToList();
        var (all, part) = (States()[GrantState.Withdrawn], CountOf(withdrawn.Where(chosen)));

        // That there is none gives away nobody.
        return (all, part.Things == 0 ? Figures.Of(part) : all.IsOpen ? Figures.OfPart(part, CountOf(withdrawn)) : Figures.Withheld);
    }

    /// <summary>What a resident reads for a field of a purpose's dataset; the field's name when the catalogue does not say.</summary>
    public string LabelOf(string purpose, string field) =>
        Story.Purposes.GetValueOrDefault(purpose)?.Definition is { } declared
        && Story.Datasets.GetValueOrDefault(declared.Dataset.ToString())?.Definition?.Field(field) is { } known
            ? known.LabelJa
            : field;

    /// <summary>A purpose's name with its version; its id when the catalogue does not say.</summary>
    public string PurposeName(string purpose) =>
        Story.Purposes.GetValueOrDefault(purpose)?.Definition is { } declared ? Texts.Format("purpose.name", declared.NameJa, purpose) : purpose;

    private Dictionary<T, Figure> Line<T>(IEnumerable<ConsentStory> consents, Func<ConsentStory, T> kindOf, IEnumerable<T>? kinds = null)
        where T : notnull
    {
        var groups = consents.ToLookup(kindOf);
        var names = (kinds ?? groups.Select(group => group.Key).Order()).ToList();
        return names.Zip(Figures.OfLine([.. names.Select(name => CountOf(groups[name]))])).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
