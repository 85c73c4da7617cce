using Microsoft.Data.Sqlite;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>Other hands on the database file.</summary>
internal static class Database
{
    public static void Run(string directory, string sql)
    {
        using var connection = Open(directory);
        Run(connection, sql);
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static SqliteConnection Open(string directory)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "pds.db")};Pooling=False;Default Timeout=5");
        connection.Open();
        return connection;
    }
}
