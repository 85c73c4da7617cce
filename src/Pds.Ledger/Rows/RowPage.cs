namespace Pds.Ledger;

/// <summary>A page of rows for a sweep, which goes on past what was damaged.</summary>
/// <param name="Rows">The rows that open, in order.</param>
/// <param name="Damaged">One for each row that was changed at rest; for the operator's log.</param>
/// <param name="LastOrdinal">Where the next page begins: the ordinal of the last row looked at, open or damaged.</param>
/// <param name="IsLast">No further row is there now.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, IReadOnlyList<InvalidDataException> Damaged, long LastOrdinal, bool IsLast);
