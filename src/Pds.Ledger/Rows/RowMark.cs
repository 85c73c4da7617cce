namespace Pds.Ledger;

/// <summary>What a precondition needs to know of a row, read without its body.</summary>
/// <param name="Version">1 at first, one more with every change.</param>
/// <param name="Ordinal">Order of first insertion; unique within the store.</param>
public readonly record struct RowMark(long Version, long Ordinal);
