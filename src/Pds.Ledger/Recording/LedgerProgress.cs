namespace Pds.Ledger;

/// <summary>How far an entry has come.</summary>
public enum EntryState
{
    /// <summary>No entry has this index.</summary>
    Unknown = 0,

    /// <summary>Durable, and has its index.</summary>
    Sequenced = 1,

    /// <summary>In the tree.</summary>
    Integrated = 2,

    /// <summary>Covered by a signed checkpoint.</summary>
    Published = 3,
}

/// <summary>How far the ledger has come: entries below each size have reached that state.</summary>
/// <param name="Sequenced">Entries that are durable.</param>
/// <param name="Integrated">Entries in the tree. The recorder integrates in the transaction that sequences, so the two are equal here.</param>
/// <param name="Published">Entries covered by a signed checkpoint.</param>
/// <param name="Directory">Entries in the public tile directory, which advances on its own, slower beat.</param>
public sealed record LedgerProgress(long Sequenced, long Integrated, long Published, long Directory)
{
    /// <summary>The state of the entry at an index.</summary>
    public EntryState StateOf(long index) =>
        index < 0 || index >= Sequenced ? EntryState.Unknown
        : index < Published ? EntryState.Published
        : index < Integrated ? EntryState.Integrated
        : EntryState.Sequenced;
}
