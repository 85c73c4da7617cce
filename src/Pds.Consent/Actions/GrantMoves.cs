using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The rows every move of a grant writes together with its entry, so that grant, status, watch and keys never disagree.</summary>
internal static class GrantMoves
{
    /// <summary>
    /// The command that moves a grant. The row's version is its precondition: whoever moved it first wins. A grant that ends gives up its
    /// watch and its keys in the same transaction (the recorder drops its own share on the entry); a paused one keeps its keys, and the
    /// recorder withholds its share.
    /// </summary>
    internal static Command Command(Grant before, Grant after, LedgerEntry entry, IReadOnlyList<Change> alongside)
    {
        List<Change> changes = [.. alongside, GrantRow.PutMoved(after)];
        if (before.Given is { } given)
        {
            changes.Add(StatusRow.Put(given.StatusIndex, after.State, isNew: false));
        }

        if (StateTable.IsFinal(after.State))
        {
            changes.Add(GrantWatchRow.Remove(before));
            changes.Add(new Change.Delete(DocumentRows.DraftKey(before.Id)));
            changes.AddRange(GrantKeys.Destroy(before.Id));
        }

        return new Command(changes, [new EntryDraft(ChainId.Resident(before.Resident), entry)]);
    }

    /// <summary>The entry, saying which one of this grant it follows (FEATURES R8).</summary>
    /// <exception cref="LedgerUnavailableException">The log cannot be read now.</exception>
    internal static LedgerEntry Following(Recorder recorder, Grant before, LedgerEntry entry) =>
        before.LastEntry is { } last && entry is GrantStateEntry state ? state with { Follows = recorder.CommitmentAt(last) } : entry;

    /// <summary>The grant after a move; false when the table has no such move.</summary>
    internal static bool TryMove(Grant grant, GrantMove move, DateTimeOffset now, out Grant moved)
    {
        var legal = StateTable.TryMove(grant.State, move, out var state);
        moved = legal ? grant with { State = state, ChangedAt = now } : grant;
        return legal;
    }

    /// <summary>A conflict told apart: the row of this act moved, or something else did.</summary>
    internal static RefusalReason ReasonOf(Recording.Conflict conflict, RowKey own) =>
        conflict.Key == own ? RefusalReason.EtagMismatch : RefusalReason.ConcurrentChange;
}
