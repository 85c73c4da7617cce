using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>The writer of a <see cref="WatchedStore"/>: a real one, but for its commit.</summary>
internal sealed class WatchedWriter(WatchedStore store, ILedgerWriter inner) : ILedgerWriter
{
    public LogState TakeLease(LogState first) => inner.TakeLease(first);

    public void Begin() => inner.Begin();

    public void BeginCommand() => inner.BeginCommand();

    public void KeepCommand() => inner.KeepCommand();

    public void UndoCommand() => inner.UndoCommand();

    public StoredRow? FindRow(Table table, byte[] key) => inner.FindRow(table, key);

    public RowMark? FindMark(Table table, byte[] key) => inner.FindMark(table, key);

    public void InsertRow(Table table, StoredRow row) => inner.InsertRow(table, row);

    public void UpdateRow(Table table, StoredRow row) => inner.UpdateRow(table, row);

    public void DeleteRow(Table table, long ordinal) => inner.DeleteRow(table, ordinal);

    public int DeleteExpired(Table table, long beforeHour, int limit) => inner.DeleteExpired(table, beforeHour, limit);

    public StoredEvent? FindHead(byte[] chain) => inner.FindHead(chain);

    public IReadOnlyList<EventPlace> ListPlaces(byte[] chain) => inner.ListPlaces(chain);

    public int DeleteEvents(byte[] chain, int limit) => inner.DeleteEvents(chain, limit);

    public void AppendEvent(StoredEvent entry) => inner.AppendEvent(entry);

    public void AppendTile(FullTile tile) => inner.AppendTile(tile);

    public bool TryAdvance(LogState from, LogState to) => inner.TryAdvance(from, to);

    public void Commit() => store.Commit(inner.Commit);

    public void Rollback() => inner.Rollback();

    public void Tidy(bool idle) => inner.Tidy(idle);

    public void Dispose() => inner.Dispose();
}
