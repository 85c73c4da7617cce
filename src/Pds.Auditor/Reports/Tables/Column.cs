namespace Pds.Auditor.Reports.Tables;

/// <summary>One column of a table; its Japanese header and meaning are <c>col.KEY</c> and <c>col.KEY.is</c> of the report's texts.</summary>
/// <param name="Key">Its name in the texts.</param>
/// <param name="Type">What its cells are.</param>
/// <param name="Unit">Key of its unit in the texts; null when it has none.</param>
internal sealed record Column(string Key, ColumnType Type = ColumnType.Text, string? Unit = null);
