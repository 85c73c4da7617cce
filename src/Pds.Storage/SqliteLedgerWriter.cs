using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Pds.Ledger;
using SQLitePCL;

namespace Pds.Storage;

/// <summary>The one writing connection.</summary>
internal sealed class SqliteLedgerWriter(SqliteSession session, SqliteStoreOptions options) : ILedgerWriter
{
    private static readonly TimeSpan LongestInLog = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RestBetween = TimeSpan.FromSeconds(1);

    private int pagesSinceCheckpoint;
    private int pagesInLog;
    private long emptiedAt; // Long ago.

    public LogState TakeLease(LogState first)
    {
        Begin();
        Set(SqliteSql.InsertState, default, first.Size, first.Root, first.Fence, first.Memo).ExecuteNonQuery();
        Set(SqliteSql.RaiseFence).ExecuteNonQuery();
        var state = SqliteRows.ReadState(session) ?? throw new InvalidOperationException("The log's state vanished inside its own transaction.");

        // Power fails before COMMIT: the fence did not move and the next start raises it. After it: older writers change nothing any more.
        Commit();
        return state;
    }

    public void Begin() => Run(SqliteSql.Begin);

    public void BeginCommand() => Run(SqliteSql.Savepoint);

    public void KeepCommand() => Run(SqliteSql.Release);

    public void UndoCommand() => Run(SqliteSql.Undo);

    public StoredRow? FindRow(Table table, byte[] key) => SqliteRows.FindRow(session, table, key);

    public RowMark? FindMark(Table table, byte[] key) => SqliteRows.FindMark(session, table, key);

    public void InsertRow(Table table, StoredRow row) =>
        Set(SqliteSql.InsertRow, table, row.Key, row.Parent, row.Other, row.Version, row.Number, row.ExpiresHour, row.Body).ExecuteNonQuery();

    public void UpdateRow(Table table, StoredRow row) =>
        Set(SqliteSql.UpdateRow, table, row.Ordinal, row.Parent, row.Other, row.Version, row.Number, row.ExpiresHour, row.Body).ExecuteNonQuery();

    public void DeleteRow(Table table, long ordinal) => Set(SqliteSql.DeleteRow, table, ordinal).ExecuteNonQuery();

    public int DeleteExpired(Table table, long beforeHour, int limit) =>
        Set(SqliteSql.DeleteExpired, table, beforeHour, (long)limit).ExecuteNonQuery();

    public StoredEvent? FindHead(byte[] chain) => SqliteRows.FindHead(session, chain);

    public IReadOnlyList<EventPlace> ListPlaces(byte[] chain) => SqliteRows.ListPlaces(session, chain);

    public int DeleteEvents(byte[] chain, int limit) => Set(SqliteSql.DeleteEvents, default, chain, (long)limit).ExecuteNonQuery();

    public void AppendEvent(StoredEvent entry)
    {
        Set(SqliteSql.InsertEvent, default, entry.Index, entry.Chain, entry.Seq, entry.Body).ExecuteNonQuery();
        Set(SqliteSql.InsertLeaf, default, entry.Index, entry.Commitment).ExecuteNonQuery();
    }

    public void AppendTile(FullTile tile) =>
        Set(SqliteSql.InsertTile, default, (long)tile.Level, tile.Index, tile.Hashes.ToArray()).ExecuteNonQuery();

    public bool TryAdvance(LogState from, LogState to) =>
        Set(SqliteSql.Advance, default, to.Size, to.Root, to.Memo, from.Size, from.Fence).ExecuteNonQuery() == 1;

    public void Commit() => Run(SqliteSql.Commit);

    public void Rollback()
    {
        // After a full disk or an I/O error SQLite has rolled back by itself, and a second rollback would be an error of its own.
        if (raw.sqlite3_get_autocommit(session.Connection.Handle) == 0)
        {
            Run(SqliteSql.Rollback);
        }
    }

    /// <summary>
    /// Copies the write-ahead log back when it has grown, which would otherwise happen inside some caller's commit; and empties it when
    /// there is time, at the latest after ten seconds: until then it shows what a deleted share was.
    /// </summary>
    public void Tidy(bool idle)
    {
        if (raw.sqlite3_db_status(session.Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, resetFlg: 1) == raw.SQLITE_OK)
        {
            (pagesSinceCheckpoint, pagesInLog) = (pagesSinceCheckpoint + written, pagesInLog + written);
        }

        // Power fails inside either: the log still holds every page, and the next opening copies them again.
        if (pagesInLog > 0 && Stopwatch.GetElapsedTime(emptiedAt) >= (idle ? RestBetween : LongestInLog))
        {
            EmptyLog();
        }
        else if (pagesSinceCheckpoint >= options.CheckpointPages)
        {
            SqliteSchema.Run(session.Connection, "PRAGMA wal_checkpoint(PASSIVE)");
            pagesSinceCheckpoint = 0;
        }
    }

    /// <summary>Waits a moment for readers and no longer; when one holds on, such as a backup, the next call tries again.</summary>
    private void EmptyLog()
    {
        SqliteSchema.Run(session.Connection, "PRAGMA busy_timeout = 20");
        try
        {
            if (SqliteSchema.Ask(session.Connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0)
            {
                (pagesSinceCheckpoint, pagesInLog, emptiedAt) = (0, 0, Stopwatch.GetTimestamp());
            }
        }
        finally
        {
            SqliteSchema.Run(session.Connection, $"PRAGMA busy_timeout = {options.BusyMilliseconds}");
        }
    }

    public void Dispose() => session.Dispose();

    private void Run(SqliteSql kind) => session.Statement(kind).ExecuteNonQuery();

    private SqliteCommand Set(SqliteSql kind, Table table = default, params ReadOnlySpan<object?> values)
    {
        var statement = session.Statement(kind, table);
        for (var n = 0; n < values.Length; n++)
        {
            statement.Parameters[n + 1].Value = values[n] ?? DBNull.Value;
        }

        return statement;
    }
}
