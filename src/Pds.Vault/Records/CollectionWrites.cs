using Pds.Ledger;

namespace Pds.Vault;

/// <summary>
/// A row whose version moves with every write to one resident's collection, in the transaction of the write. Who read the collection and then
/// records what it read requires that version: otherwise a write that is already entered could be missing from data whose intent is entered
/// after it, and the ledger's order would not be the order things happened in (I-02). A row of its own, because requiring the versions of the
/// records that were found does not notice a record that was added.
/// </summary>
public static class CollectionWrites
{
    /// <summary>The row; absent (version 0) until the first write.</summary>
    public static RowKey KeyOf(ResidentId resident, string dataset) => new(Table.Collections, $"{resident}|{dataset}|writes");

    internal static Change.Put One(ResidentId resident, string dataset) =>
        new(KeyOf(resident, dataset), ReadOnlyMemory<byte>.Empty, new RowLinks(Parent: resident.ToString()));
}
