namespace Pds.Web.City;

/// <summary>One item of a request as its page shows it.</summary>
/// <param name="View">The item with its words.</param>
/// <param name="Required">Names of the fields the purpose cannot do without.</param>
/// <param name="Values">What of those would leave now, with their values.</param>
/// <param name="Optional">Fields the purpose works without, to be chosen one by one.</param>
/// <param name="Sensitive">Whether a required field is special-care data (APPI article 2(3)).</param>
/// <param name="Chosen">Whether she had ticked it before.</param>
internal sealed record AskedView(
    ConsentView View, IReadOnlyList<string> Required, IReadOnlyList<(string Label, string Value)> Values, IReadOnlyList<AskedView.OptionalField> Optional, bool Sensitive, bool Chosen)
{
    /// <summary>What is otherwise since she last answered this purpose; empty when she never did.</summary>
    public IReadOnlyList<PurposeChangeLine> Changes { get; init; } = [];

    /// <summary>A field she may add.</summary>
    /// <param name="Name">Its code.</param>
    /// <param name="Label">Its name.</param>
    /// <param name="Value">What it holds now; null when nothing.</param>
    /// <param name="Chosen">Whether she had ticked it before.</param>
    public sealed record OptionalField(string Name, string Label, string? Value, bool Chosen)
    {
        /// <inheritdoc/>
        public override string ToString() => Name;
    }

    /// <summary>Puts it together.</summary>
    public static AskedView Of(ConsentView view, IReadOnlyDictionary<string, string> values, IReadOnlyCollection<string> yes, IReadOnlyCollection<string> more)
    {
        var asked = view.Dataset.Fields.Where(field => view.Item.Terms.Fields.Contains(field.Name)).ToList();
        var required = asked.Where(field => view.Required.Contains(field.Name)).ToList();
        return new AskedView(
            view,
            [.. required.Select(field => field.LabelJa)],
            [.. required.Where(field => values.ContainsKey(field.Name)).Select(field => (field.LabelJa, values[field.Name]))],
            [.. asked.Except(required).Select(field => new OptionalField(
                field.Name, field.LabelJa, values.GetValueOrDefault(field.Name), more.Contains($"{view.Item.GrantId}/{field.Name}")))],
            required.Any(field => field.Sensitive),
            yes.Contains(view.Item.GrantId));
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(AskedView);
}
