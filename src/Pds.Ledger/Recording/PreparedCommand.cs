namespace Pds.Ledger;

/// <summary>A change with its blinded names, and its sealed row where the version is known before the transaction.</summary>
internal sealed record PreparedChange(Change Change, byte[] Blind, byte[]? Parent, byte[]? Other, StoredRow? Sealed);

/// <summary>An entry with its body bytes, and the wrapped share that comes with a grant.</summary>
internal sealed record PreparedEntry(EntryDraft Draft, byte[] Body, ShareStep? Share);

/// <summary>
/// A command after everything that needs no transaction: checked against its bounds, names blinded, bodies written. Made on the caller's
/// thread, so that the one writer does only what must be in order.
/// </summary>
internal sealed record PreparedCommand(IReadOnlyList<PreparedChange> Changes, IReadOnlyList<PreparedEntry> Entries)
{
    internal static PreparedCommand Of(Command command, RowCipher cipher, LedgerShares shares)
    {
        CheckBounds(command);
        return new PreparedCommand(
            [.. command.Changes.Select(change => Prepare(change, cipher))],
            [.. command.Entries.Select(draft => new PreparedEntry(draft, draft.Entry.ToBody(), shares.StepOf(draft.Entry)))]);
    }

    /// <summary>An entry of the recorder's own, past the check on what callers may enter.</summary>
    internal static PreparedCommand OfOwn(ChainId chain, LedgerEntry entry) =>
        new([], [new PreparedEntry(new EntryDraft(chain, entry), entry.ToBody(), null)]);

    /// <summary>An entry of the recorder's own together with changes of its own.</summary>
    internal static PreparedCommand OfOwn(ChainId chain, LedgerEntry entry, Change change, RowCipher cipher) =>
        new([Prepare(change, cipher)], [new PreparedEntry(new EntryDraft(chain, entry), entry.ToBody(), null)]);

    private static void CheckBounds(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Changes.Count > Command.MaxChanges || command.Entries.Count > Command.MaxEntries)
        {
            throw new ArgumentException($"A command holds at most {Command.MaxChanges} changes and {Command.MaxEntries} entries.", nameof(command));
        }

        if (command.Entries.Any(draft => draft.Chain == ChainId.Cover || draft.Chain == ChainId.Heads
            || draft.Entry is Cover or HeadsPublished or LedgerStarted or HistoryRead or HistoryErased))
        {
            throw new ArgumentException(
                "Cover entries, heads, the start of a ledger, openings and erasures of history are entered by the recorder only.", nameof(command));
        }

        if (command.Entries.Count(draft => draft.Entry is DisclosureIntended) > 1)
        {
            throw new ArgumentException("A command holds at most one intent: each disclosure stands or falls alone.", nameof(command));
        }

        if (command.Changes.Any(change => IsOwn(change.Key)))
        {
            throw new ArgumentException("Chains, ledger shares, the note of the last epoch and closed leaves are written by the recorder only.", nameof(command));
        }

        if (command.Entries.Count == 0 && command.Changes.Any(change => change is Change.PutIndexed))
        {
            throw new ArgumentException("A row can name its entry only in a command that has one.", nameof(command));
        }
    }

    private static bool IsOwn(RowKey key) =>
        key.Table is Table.Chains or Table.LedgerShares || key == HeadsNote.Key || ClosedNote.Owns(key) || ErasedChain.Owns(key);

    private static PreparedChange Prepare(Change change, RowCipher cipher)
    {
        if (change is Change.Put bounded)
        {
            Bounded(bounded.Body);
        }

        var blind = cipher.Blind(change.Key);
        var links = change switch { Change.Put put => put.Links, Change.PutIndexed put => put.Links, _ => null };
        var parent = cipher.BlindLink(change.Key.Table, LinkColumn.Parent, links?.Parent);
        var other = cipher.BlindLink(change.Key.Table, LinkColumn.Other, links?.Other);
        return new PreparedChange(change, blind, parent, other, change is Change.Put { ExpectedVersion: long expected } known
            ? cipher.Seal(
                change.Key,
                new StoredRow(blind, parent, other, expected + 1, known.Number, StoredRow.HourOf(known.Expires), [], 0),
                known.Body.Span)
            : null);
    }

    internal static ReadOnlyMemory<byte> Bounded(ReadOnlyMemory<byte> body) => body.Length <= Command.MaxBodyBytes
        ? body
        : throw new ArgumentException($"A row body holds at most {Command.MaxBodyBytes} bytes.");
}
