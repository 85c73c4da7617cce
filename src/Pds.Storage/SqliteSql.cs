using Microsoft.Data.Sqlite;
using Pds.Ledger;

namespace Pds.Storage;

/// <summary>Every statement the store knows.</summary>
internal enum SqliteSql
{
    FindRow,
    FindMark,
    InsertRow,
    UpdateRow,
    DeleteRow,
    DeleteExpired,
    ListAll,
    ListByParent,
    ListByOther,
    FindHead,
    ListPlaces,
    DeleteEvents,
    InsertEvent,
    InsertLeaf,
    InsertTile,
    ReadEvent,
    ReadChain,
    ReadHead,
    ReadMoved,
    ReadPlaces,
    ReadLeaves,
    ReadTile,
    ReadState,
    InsertState,
    RaiseFence,
    Advance,
    Begin,
    Savepoint,
    Release,
    Undo,
    Commit,
    Rollback,
}

/// <summary>The texts of the statements. Parameters are positional; the first is always the origin.</summary>
internal static class SqliteSqlTexts
{
    private const string RowColumns = "row_key, parent, other, version, number, expires_hour, body, ordinal";
    private const string EventColumns = "e.idx, e.chain, e.seq, l.commitment, e.body FROM events e JOIN leaves l ON l.origin = e.origin AND l.idx = e.idx";

    internal static SqliteCommand Prepare(this SqliteSql kind, SqliteConnection connection, Table table)
    {
        var text = TextOf(kind, table == default ? string.Empty : SqliteSchema.NameOf(table));
        var command = connection.CreateCommand();
        command.CommandText = text;
        var count = Enumerable.Range(1, 9).LastOrDefault(n => text.Contains($"?{n}", StringComparison.Ordinal), 1);
        for (var n = 1; n <= count; n++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"?{n}", Value = DBNull.Value });
        }

        return command;
    }

    private static string TextOf(SqliteSql kind, string table) => kind switch
    {
        SqliteSql.FindRow => $"SELECT {RowColumns} FROM {table} WHERE origin = ?1 AND row_key = ?2",
        SqliteSql.FindMark => $"SELECT version, ordinal FROM {table} WHERE origin = ?1 AND row_key = ?2",
        SqliteSql.InsertRow =>
            $"INSERT INTO {table}(origin, row_key, parent, other, version, number, expires_hour, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        SqliteSql.UpdateRow =>
            $"UPDATE {table} SET parent = ?3, other = ?4, version = ?5, number = ?6, expires_hour = ?7, body = ?8 WHERE origin = ?1 AND ordinal = ?2",
        SqliteSql.DeleteRow => $"DELETE FROM {table} WHERE origin = ?1 AND ordinal = ?2",
        SqliteSql.DeleteExpired =>
            $"DELETE FROM {table} WHERE ordinal IN (SELECT ordinal FROM {table} WHERE origin = ?1 AND expires_hour IS NOT NULL AND expires_hour < ?2 LIMIT ?3)",
        SqliteSql.ListAll => $"SELECT {RowColumns} FROM {table} WHERE origin = ?1 AND ordinal > ?2 ORDER BY ordinal LIMIT ?3",
        SqliteSql.ListByParent =>
            $"SELECT {RowColumns} FROM {table} INDEXED BY {table}_parent WHERE origin = ?1 AND parent = ?4 AND ordinal > ?2 ORDER BY ordinal LIMIT ?3",
        SqliteSql.ListByOther =>
            $"SELECT {RowColumns} FROM {table} INDEXED BY {table}_other WHERE origin = ?1 AND other = ?4 AND ordinal > ?2 ORDER BY ordinal LIMIT ?3",
        SqliteSql.FindHead => $"SELECT {EventColumns} WHERE e.origin = ?1 AND e.chain = ?2 ORDER BY e.seq DESC LIMIT 1",
        SqliteSql.ListPlaces => "SELECT idx, chain, seq FROM events INDEXED BY events_chain WHERE origin = ?1 AND chain = ?2 ORDER BY seq",
        SqliteSql.DeleteEvents =>
            "DELETE FROM events WHERE origin = ?1 AND idx IN (SELECT idx FROM events INDEXED BY events_chain WHERE origin = ?1 AND chain = ?2 LIMIT ?3)",
        SqliteSql.InsertEvent => "INSERT INTO events(origin, idx, chain, seq, body) VALUES(?1, ?2, ?3, ?4, ?5)",
        SqliteSql.InsertLeaf => "INSERT INTO leaves(origin, idx, commitment) VALUES(?1, ?2, ?3)",
        SqliteSql.InsertTile => "INSERT INTO tiles(origin, level, idx, hashes) VALUES(?1, ?2, ?3, ?4)",
        SqliteSql.ReadEvent => $"SELECT {EventColumns} WHERE e.origin = ?1 AND e.idx = ?2",
        SqliteSql.ReadChain => $"SELECT {EventColumns} WHERE e.origin = ?1 AND e.chain = ?2 AND e.seq > ?3 ORDER BY e.seq LIMIT ?4",
        SqliteSql.ReadHead => // Down the chain from its end: what was appended since is little, and no body is looked at.
            "SELECT e.seq, l.commitment FROM events e INDEXED BY events_chain JOIN leaves l ON l.origin = e.origin AND l.idx = e.idx "
            + "WHERE e.origin = ?1 AND e.chain = ?2 AND e.idx < ?3 ORDER BY e.seq DESC LIMIT 1",
        SqliteSql.ReadMoved => "SELECT DISTINCT chain FROM events WHERE origin = ?1 AND idx >= ?2 AND idx < ?3",
        SqliteSql.ReadPlaces => // The narrow index alone: at start every entry is looked at, and none of their bodies.
            "SELECT idx, chain, seq FROM events INDEXED BY events_chain WHERE origin = ?1 AND (chain, seq) > (?2, ?3) ORDER BY chain, seq LIMIT ?4",
        SqliteSql.ReadLeaves => "SELECT commitment FROM leaves WHERE origin = ?1 AND idx >= ?2 AND idx < ?3 ORDER BY idx",
        SqliteSql.ReadTile => "SELECT hashes FROM tiles WHERE origin = ?1 AND level = ?2 AND idx = ?3",
        SqliteSql.ReadState => "SELECT size, root, fence, memo FROM log_state WHERE origin = ?1",
        SqliteSql.InsertState => "INSERT INTO log_state(origin, size, root, fence, memo) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(origin) DO NOTHING",
        SqliteSql.RaiseFence => "UPDATE log_state SET fence = fence + 1 WHERE origin = ?1",
        SqliteSql.Advance => "UPDATE log_state SET size = ?2, root = ?3, memo = ?4 WHERE origin = ?1 AND size = ?5 AND fence = ?6",
        SqliteSql.Begin => "BEGIN IMMEDIATE",
        SqliteSql.Savepoint => "SAVEPOINT command",
        SqliteSql.Release => "RELEASE command",
        SqliteSql.Undo => "ROLLBACK TO command; RELEASE command",
        SqliteSql.Commit => "COMMIT",
        SqliteSql.Rollback => "ROLLBACK",
    };
}
