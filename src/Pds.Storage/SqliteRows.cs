using Microsoft.Data.Sqlite;
using Pds.Ledger;

namespace Pds.Storage;

/// <summary>Reads, the same for the writer inside its batch and for readers outside it.</summary>
internal static class SqliteRows
{
    internal static LogState? ReadState(SqliteSession session)
    {
        using var reader = session.Statement(SqliteSql.ReadState).ExecuteReader();
        return reader.Read()
            ? new LogState(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3))
            : null;
    }

    internal static StoredRow? FindRow(SqliteSession session, Table table, byte[] key)
    {
        var statement = session.Statement(SqliteSql.FindRow, table);
        statement.Parameters[1].Value = key;
        using var reader = statement.ExecuteReader();
        return reader.Read() ? RowOf(reader) : null;
    }

    internal static RowMark? FindMark(SqliteSession session, Table table, byte[] key)
    {
        var statement = session.Statement(SqliteSql.FindMark, table);
        statement.Parameters[1].Value = key;
        using var reader = statement.ExecuteReader();
        return reader.Read() ? new RowMark(reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    internal static List<StoredRow> ListRows(SqliteSession session, Table table, LinkColumn? column, byte[]? value, long afterOrdinal, int limit)
    {
        var statement = session.Statement(
            column is null ? SqliteSql.ListAll : column == LinkColumn.Parent ? SqliteSql.ListByParent : SqliteSql.ListByOther, table);
        statement.Parameters[1].Value = afterOrdinal;
        statement.Parameters[2].Value = limit;
        if (column is not null)
        {
            statement.Parameters[3].Value = value;
        }

        return All(statement, RowOf);
    }

    internal static StoredEvent? FindHead(SqliteSession session, byte[] chain)
    {
        var statement = session.Statement(SqliteSql.FindHead);
        statement.Parameters[1].Value = chain;
        using var reader = statement.ExecuteReader();
        return reader.Read() ? EventOf(reader) : null;
    }

    internal static StoredEvent? ReadEvent(SqliteSession session, long index)
    {
        var statement = session.Statement(SqliteSql.ReadEvent);
        statement.Parameters[1].Value = index;
        using var reader = statement.ExecuteReader();
        return reader.Read() ? EventOf(reader) : null;
    }

    internal static List<StoredEvent> ReadChain(SqliteSession session, byte[] chain, long afterSeq, int limit)
    {
        var statement = session.Statement(SqliteSql.ReadChain);
        statement.Parameters[1].Value = chain;
        statement.Parameters[2].Value = afterSeq;
        statement.Parameters[3].Value = limit;
        return All(statement, EventOf);
    }

    internal static List<ChainHead?> ReadHeads(SqliteSession session, IReadOnlyList<byte[]> chains, long below)
    {
        var statement = session.Statement(SqliteSql.ReadHead);
        statement.Parameters[2].Value = below;
        var heads = new List<ChainHead?>(chains.Count);
        foreach (var chain in chains)
        {
            statement.Parameters[1].Value = chain;
            using var reader = statement.ExecuteReader();
            heads.Add(reader.Read() ? new ChainHead(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null);
        }

        return heads;
    }

    internal static List<byte[]> ReadMovedChains(SqliteSession session, long start, long below)
    {
        var statement = session.Statement(SqliteSql.ReadMoved);
        statement.Parameters[1].Value = start;
        statement.Parameters[2].Value = below;
        return All(statement, reader => reader.GetFieldValue<byte[]>(0));
    }

    internal static List<EventPlace> ReadPlaces(SqliteSession session, EventPlace? after, int limit)
    {
        var statement = session.Statement(SqliteSql.ReadPlaces);
        statement.Parameters[1].Value = after?.Chain ?? []; // An empty blob sorts before every chain.
        statement.Parameters[2].Value = after?.Seq ?? -1;
        statement.Parameters[3].Value = limit;
        return All(statement, PlaceOf);
    }

    internal static List<EventPlace> ListPlaces(SqliteSession session, byte[] chain)
    {
        var statement = session.Statement(SqliteSql.ListPlaces);
        statement.Parameters[1].Value = chain;
        return All(statement, PlaceOf);
    }

    internal static List<byte[]> ReadCommitments(SqliteSession session, long start, int count)
    {
        var statement = session.Statement(SqliteSql.ReadLeaves);
        statement.Parameters[1].Value = start;
        statement.Parameters[2].Value = start + count;
        return All(statement, reader => reader.GetFieldValue<byte[]>(0));
    }

    internal static byte[]? ReadTile(SqliteSession session, int level, long index)
    {
        var statement = session.Statement(SqliteSql.ReadTile);
        statement.Parameters[1].Value = level;
        statement.Parameters[2].Value = index;
        return (byte[]?)statement.ExecuteScalar();
    }

    private static List<T> All<T>(SqliteCommand statement, Func<SqliteDataReader, T> read)
    {
        var all = new List<T>();
        using var reader = statement.ExecuteReader();
        while (reader.Read())
        {
            all.Add(read(reader));
        }

        return all;
    }

    private static EventPlace PlaceOf(SqliteDataReader reader) => new(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2));

    private static StoredRow RowOf(SqliteDataReader reader) => new(
        reader.GetFieldValue<byte[]>(0),
        reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1),
        reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2),
        reader.GetInt64(3),
        reader.GetInt64(4),
        reader.IsDBNull(5) ? null : reader.GetInt64(5),
        reader.GetFieldValue<byte[]>(6),
        reader.GetInt64(7));

    private static StoredEvent EventOf(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetFieldValue<byte[]>(1),
        reader.GetInt64(2),
        reader.GetFieldValue<byte[]>(3),
        reader.GetFieldValue<byte[]>(4));
}
