namespace Pds.Auditor.Reports.Pia;

/// <summary>One thing in a YAML file.</summary>
/// <param name="Line">Where it begins, from 1.</param>
internal abstract record YamlItem(long Line)
{
    /// <summary>A text.</summary>
    internal sealed record Text(long Line, string Value) : YamlItem(Line);

    /// <summary>A list.</summary>
    internal sealed record List(long Line, IReadOnlyList<YamlItem> Items) : YamlItem(Line);

    /// <summary>A mapping; keys are unique.</summary>
    internal sealed record Map(long Line, IReadOnlyDictionary<string, YamlItem> Members) : YamlItem(Line);
}
