namespace Pds.Ledger;

/// <summary>
/// The one writer of a store, used by one thread. A batch is one transaction; each command in it is a savepoint, so that a command that
/// conflicts leaves no trace and the others stand.
/// </summary>
public interface ILedgerWriter : IDisposable
{
    /// <summary>Takes the lease: raises the fence, or keeps <paramref name="first"/> in a new store. Returns where the log stands; durable.</summary>
    LogState TakeLease(LogState first);

    /// <summary>Begins a batch; holds the write lock until <see cref="Commit"/> or <see cref="Rollback"/>.</summary>
    void Begin();

    /// <summary>Begins a command.</summary>
    void BeginCommand();

    /// <summary>Keeps what the command wrote.</summary>
    void KeepCommand();

    /// <summary>Undoes what the command wrote.</summary>
    void UndoCommand();

    /// <summary>The row under a blinded key as this batch sees it, or null.</summary>
    StoredRow? FindRow(Table table, byte[] key);

    /// <summary>Version and ordinal of the row under a blinded key as this batch sees it, or null; does not read its body.</summary>
    RowMark? FindMark(Table table, byte[] key);

    /// <summary>Inserts a new row. The store gives it the next ordinal; <see cref="StoredRow.Ordinal"/> is not read.</summary>
    void InsertRow(Table table, StoredRow row);

    /// <summary>Replaces the row with this ordinal.</summary>
    void UpdateRow(Table table, StoredRow row);

    /// <summary>Removes the row with this ordinal.</summary>
    void DeleteRow(Table table, long ordinal);

    /// <summary>Removes up to <paramref name="limit"/> rows of a table that expired before an hour.</summary>
    int DeleteExpired(Table table, long beforeHour, int limit);

    /// <summary>The last entry of a chain as this batch sees it, or null.</summary>
    StoredEvent? FindHead(byte[] chain);

    /// <summary>Where the entries of a chain stand as this batch sees it, in order; those not stored yet are not seen.</summary>
    IReadOnlyList<EventPlace> ListPlaces(byte[] chain);

    /// <summary>Removes up to <paramref name="limit"/> sealed entries of a chain; their commitments stay.</summary>
    /// <returns>How many went.</returns>
    int DeleteEvents(byte[] chain, int limit);

    /// <summary>Appends an entry and its commitment.</summary>
    void AppendEvent(StoredEvent entry);

    /// <summary>Keeps a full tile.</summary>
    void AppendTile(FullTile tile);

    /// <summary>Moves the state; false when size or fence are no longer <paramref name="from"/>'s: another writer was here.</summary>
    bool TryAdvance(LogState from, LogState to);

    /// <summary>Makes the batch durable. When this returns, the batch survives a power cut.</summary>
    void Commit();

    /// <summary>Drops the batch.</summary>
    void Rollback();

    /// <summary>
    /// Housekeeping between batches, after the answers have left. What was deleted leaves the disk within moments when
    /// <paramref name="idle"/>, and within seconds when the store is never idle.
    /// </summary>
    void Tidy(bool idle);
}
