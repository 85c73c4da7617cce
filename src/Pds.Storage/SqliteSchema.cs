using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Pds.Ledger;

namespace Pds.Storage;

/// <summary>
/// The tables and their version. All row tables have one shape; every key leads with the origin's number. Rows are stored in order of
/// insertion and found through a narrow index on the blinded key: the keys are random, so the index is all that random writes touch.
/// </summary>
internal static class SqliteSchema
{
    internal const int Version = 2;

    /// <summary>Before 2 there were fewer row tables; nothing else differed.</summary>
    private const int FewerTables = 1;

    /// <summary>"PDS1": says whose file this is to <c>file(1)</c> and to a wrong program.</summary>
    private const int ApplicationId = 0x50445331;

    private static readonly string[] RowTables = [.. Enum.GetValues<Table>().Select(NameOf)];

    /// <summary>Such as <c>rows_call_proofs</c>: some nouns alone are words of SQL.</summary>
    internal static string NameOf(Table table)
    {
        var name = new StringBuilder("rows");
        foreach (var c in table.ToString())
        {
            _ = char.IsUpper(c) ? name.Append('_').Append(char.ToLowerInvariant(c)) : name.Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }

    /// <summary>Makes the tables of a new file, or checks that an old one is of this version. Returns the origin's number.</summary>
    /// <exception cref="LedgerRefusedException">The file is of another program or of another version.</exception>
    internal static long Open(SqliteConnection connection, string origin)
    {
        var version = Ask(connection, "PRAGMA user_version");
        var application = Ask(connection, "PRAGMA application_id");
        if (version == 0 && application == 0 && Ask(connection, "SELECT count(*) FROM sqlite_schema") == 0)
        {
            Create(connection);
        }
        else if (application != ApplicationId)
        {
            throw new LedgerRefusedException("The database file belongs to another program. Give this server a directory of its own.");
        }
        else if (version == FewerTables)
        {
            AddTables(connection);
        }
        else if (version != Version)
        {
            throw new LedgerRefusedException(
                $"The database has schema version {version}; this program reads version {Version}. Run the program that wrote it.");
        }

        return OriginNumber(connection, origin);
    }

    private static void Create(SqliteConnection connection)
    {
        var sql = new StringBuilder("BEGIN IMMEDIATE;");
        sql.Append(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};");
        sql.Append("""
            CREATE TABLE origins(origin INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
            CREATE TABLE log_state(origin INTEGER PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, fence INTEGER NOT NULL, memo BLOB NOT NULL) STRICT;
            CREATE TABLE leaves(origin INTEGER NOT NULL, idx INTEGER NOT NULL, commitment BLOB NOT NULL, PRIMARY KEY(origin, idx)) STRICT, WITHOUT ROWID;
            CREATE TABLE events(origin INTEGER NOT NULL, idx INTEGER NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL,
                PRIMARY KEY(origin, idx)) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX events_chain ON events(origin, chain, seq);
            CREATE TABLE tiles(origin INTEGER NOT NULL, level INTEGER NOT NULL, idx INTEGER NOT NULL, hashes BLOB NOT NULL,
                PRIMARY KEY(origin, level, idx)) STRICT, WITHOUT ROWID;
            """);
        AppendRowTables(sql);

        // Power fails before COMMIT: the file is empty and made again. After it: the schema is whole. There is nothing between.
        Run(connection, sql.Append("COMMIT;").ToString());
    }

    // Power fails before COMMIT: the file is of the old version and this is done again. After it: of the new one.
    private static void AddTables(SqliteConnection connection)
    {
        var sql = new StringBuilder("BEGIN IMMEDIATE;");
        AppendRowTables(sql);
        Run(connection, sql.Append(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}; COMMIT;").ToString());
    }

    private static void AppendRowTables(StringBuilder sql)
    {
        foreach (var table in RowTables)
        {
            sql.Append(CultureInfo.InvariantCulture, $"""

                CREATE TABLE IF NOT EXISTS {table}(ordinal INTEGER PRIMARY KEY AUTOINCREMENT, origin INTEGER NOT NULL, row_key BLOB NOT NULL, parent BLOB, other BLOB,
                    version INTEGER NOT NULL, number INTEGER NOT NULL, expires_hour INTEGER, body BLOB NOT NULL) STRICT;
                CREATE UNIQUE INDEX IF NOT EXISTS {table}_key ON {table}(origin, row_key);
                CREATE INDEX IF NOT EXISTS {table}_parent ON {table}(origin, parent) WHERE parent IS NOT NULL;
                CREATE INDEX IF NOT EXISTS {table}_other ON {table}(origin, other) WHERE other IS NOT NULL;
                CREATE INDEX IF NOT EXISTS {table}_expiry ON {table}(origin, expires_hour) WHERE expires_hour IS NOT NULL;
                """);
        }
    }

    private static long OriginNumber(SqliteConnection connection, string origin)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO origins(name) VALUES($name) ON CONFLICT(name) DO NOTHING; SELECT origin FROM origins WHERE name = $name";
        command.Parameters.AddWithValue("$name", origin);
        return (long)command.ExecuteScalar()!;
    }

    internal static long Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    internal static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
