using Pds.Protocol.V1;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.Web.City;

/// <summary>A consent with the public words behind its codes.</summary>
/// <param name="Item">The consent.</param>
/// <param name="Recipient">Who asked.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Dataset">Which kind of data.</param>
internal sealed record ConsentView(ConsentItem Item, string Recipient, Purpose Purpose, Dataset Dataset)
{
    /// <summary>It may be used now.</summary>
    public bool IsOn => Item.State == ConsentState.Active;

    /// <summary>She stopped it for now.</summary>
    public bool IsPaused => Item.State == ConsentState.Paused;

    /// <summary>It can still be ended.</summary>
    public bool CanEnd => Item.State is ConsentState.Active or ConsentState.Paused;

    /// <summary>Its last day.</summary>
    public DateOnly LastDay => Dates.LastDay(Item.Terms.EndTime);

    /// <summary>What was asked for and the purpose cannot do without. The purpose says so: a version of it never changes.</summary>
    public IEnumerable<string> Required => Item.Terms.Fields.Where(Purpose.RequiredFields.Contains);

    /// <summary>The Japanese names of its fields, in the dataset's order.</summary>
    public IEnumerable<string> Labels => LabelsOf(Item.Terms.Fields);

    /// <summary>The key of the words for its state.</summary>
    public string StateKey => "state." + Item.State.ToString().ToLowerInvariant();

    /// <summary>How the state looks.</summary>
    public string StateTag => Item.State switch
    {
        ConsentState.Active => "on",
        ConsentState.Requested => "ask",
        ConsentState.Declined or ConsentState.Withdrawn => "no",
        _ => "off",
    };

    /// <summary>The Japanese names of some fields, in the dataset's order.</summary>
    public IEnumerable<string> LabelsOf(IEnumerable<string> fields)
    {
        var wanted = fields.ToHashSet(StringComparer.Ordinal);
        return Dataset.Fields.Where(field => wanted.Contains(field.Name)).Select(field => field.LabelJa);
    }
}
