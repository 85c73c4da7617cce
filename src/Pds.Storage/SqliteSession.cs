using Microsoft.Data.Sqlite;
using Pds.Ledger;

namespace Pds.Storage;

/// <summary>
/// One connection with its prepared statements, used by one thread at a time. A statement is prepared at its first use and kept: the set
/// is closed (a few for each table), so it needs no eviction.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<(int Kind, Table Table), SqliteCommand> statements = [];

    private SqliteSession(SqliteConnection connection, long origin) => (Connection, Origin) = (connection, origin);

    internal SqliteConnection Connection { get; }

    /// <summary>The origin's number.</summary>
    internal long Origin { get; private set; }

    /// <summary>The writer's connection: makes or checks the schema.</summary>
    internal static SqliteSession OpenWriter(SqliteStoreOptions options, string path)
    {
        var session = Open(options, path, SqliteOpenMode.ReadWriteCreate, 1024L * options.CacheMegabytes);
        try
        {
            // FULL syncs the write-ahead log in every commit: without it WAL answers a commit that a power cut can undo.
            // Checkpoints run between batches (Tidy), so that no caller waits for one. Deleted shares are overwritten, not only unlinked.
            SqliteSchema.Run(session.Connection, """
                PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON;
                PRAGMA journal_size_limit = 67108864;
                """);
            session.Origin = SqliteSchema.Open(session.Connection, options.Origin);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>A reader's connection; cannot write.</summary>
    internal static SqliteSession OpenReader(SqliteStoreOptions options, string path, long origin)
    {
        var session = Open(options, path, SqliteOpenMode.ReadOnly, 8192);
        session.Origin = origin;
        return session;
    }

    /// <summary>The statement of a kind for a table, prepared once. Its first parameter is the origin, set here.</summary>
    internal SqliteCommand Statement(SqliteSql kind, Table table = default)
    {
        if (!statements.TryGetValue(((int)kind, table), out var command))
        {
            command = kind.Prepare(Connection, table);
            statements.Add(((int)kind, table), command);
        }

        command.Parameters[0].Value = Origin;
        return command;
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        Connection.Dispose();
    }

    private static SqliteSession Open(SqliteStoreOptions options, string path, SqliteOpenMode mode, long cacheKibibytes)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 1, // Seconds. The library's own default would retry a locked database for 30 s, past I-05.
        }.ToString());
        try
        {
            connection.Open();
            SqliteSchema.Run(connection, $"""
                PRAGMA busy_timeout = {options.BusyMilliseconds}; PRAGMA cache_size = -{cacheKibibytes}; PRAGMA temp_store = MEMORY;
                PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 0;
                """);
            return new SqliteSession(connection, 0);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
