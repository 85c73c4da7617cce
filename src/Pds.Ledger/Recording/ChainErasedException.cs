namespace Pds.Ledger;

/// <summary>Stays inside the writer: a command would append to a chain whose keys were destroyed. Its caller is told a conflict.</summary>
/// <param name="key">The row of the chain's keys.</param>
internal sealed class ChainErasedException(RowKey key) : Exception("The chain was erased; it takes no more entries.")
{
    internal RowKey Key { get; } = key;
}
