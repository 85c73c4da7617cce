namespace Pds.Ledger;

/// <summary>One row change or precondition inside a <see cref="Command"/>. A closed set.</summary>
public abstract record Change
{
    private Change(RowKey key) => Key = key;

    /// <summary>The row concerned.</summary>
    public RowKey Key { get; }

    /// <summary>Nothing of a row's content is printed.</summary>
    public sealed override string ToString() => $"{GetType().Name}({Key.Table})";

    /// <summary>Writes a row, new or over the old one.</summary>
    /// <param name="Key">The row.</param>
    /// <param name="Body">At most <see cref="Command.MaxBodyBytes"/>.</param>
    /// <param name="Links">Equality indexes; a rewrite replaces them.</param>
    /// <param name="Number">A number kept in clear.</param>
    /// <param name="Expires">When housekeeping may drop the row; stored rounded up to the full hour.</param>
    /// <param name="ExpectedVersion">Null: whatever is there. 0: the row must be absent (one atomic insert). Else: exactly this version.</param>
    public sealed record Put(
        RowKey Key,
        ReadOnlyMemory<byte> Body,
        RowLinks? Links = null,
        long Number = 0,
        DateTimeOffset? Expires = null,
        long? ExpectedVersion = null) : Change(Key);

    /// <summary>
    /// A <see cref="Put"/> whose body names the leaf index of the command's first entry: the one way for a row to find its entry again
    /// after a crash, because the index exists only inside the transaction. The index rests in the sealed body, never in clear.
    /// </summary>
    /// <param name="Key">The row.</param>
    /// <param name="BodyOf">Pure and fast: makes the body from that index, while the transaction is open.</param>
    /// <param name="Links">As in <see cref="Put"/>.</param>
    /// <param name="Expires">As in <see cref="Put"/>.</param>
    /// <param name="ExpectedVersion">As in <see cref="Put"/>.</param>
    public sealed record PutIndexed(
        RowKey Key,
        Func<long, ReadOnlyMemory<byte>> BodyOf,
        RowLinks? Links = null,
        DateTimeOffset? Expires = null,
        long? ExpectedVersion = null) : Change(Key);

    /// <summary>Removes a row; removing an absent one without an expected version is no conflict.</summary>
    public sealed record Delete(RowKey Key, long? ExpectedVersion = null) : Change(Key);

    /// <summary>Adds one to a counter row, making it at 1; conflicts when it would pass <paramref name="Limit"/>.</summary>
    public sealed record CountUp(RowKey Key, long Limit, DateTimeOffset? Expires = null) : Change(Key);

    /// <summary>Takes one from a counter row, never below 0; an absent row (expired) stays absent.</summary>
    public sealed record CountDown(RowKey Key) : Change(Key);

    /// <summary>Changes nothing; conflicts unless the row stands at this version (0: is absent).</summary>
    public sealed record Require(RowKey Key, long Version) : Change(Key);
}
