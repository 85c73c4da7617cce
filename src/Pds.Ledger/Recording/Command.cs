namespace Pds.Ledger;

/// <summary>
/// Everything one act writes, all or nothing: row changes with their preconditions, then entries. A command without entries is allowed and
/// costs no leaf. Changes are applied in the order given and see those before them.
/// </summary>
/// <param name="Changes">At most <see cref="MaxChanges"/>.</param>
/// <param name="Entries">At most <see cref="MaxEntries"/>.</param>
public sealed record Command(IReadOnlyList<Change> Changes, IReadOnlyList<EntryDraft> Entries)
{
    /// <summary>The most changes in one command.</summary>
    public const int MaxChanges = 256;

    /// <summary>The most entries in one command.</summary>
    public const int MaxEntries = 64;

    /// <summary>The longest row body, in bytes.</summary>
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    /// <summary>A command that only appends one entry.</summary>
    public static Command Of(ChainId chain, LedgerEntry entry) => new([], [new EntryDraft(chain, entry)]);
}

/// <summary>One entry to be appended, and the chain it belongs to.</summary>
public sealed record EntryDraft(ChainId Chain, LedgerEntry Entry);
