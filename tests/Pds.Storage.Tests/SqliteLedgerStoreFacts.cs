using Microsoft.Data.Sqlite;
using Pds.Ledger;

namespace Pds.Storage.Tests;

/// <summary>The contract on SQLite, and what is SQLite's own.</summary>
public sealed class SqliteLedgerStoreFacts : LedgerStoreContract
{
    // SQLITE_BUSY
    private const int Busy = 5;

    protected override ILedgerStore Open(string origin = "pds.test.example/log") => OpenSqlite(origin);

    [Fact]
    public void A_second_process_is_told_that_the_directory_is_in_use()
    {
        using var store = OpenSqlite();

        var act = () => OpenSqlite();

        act.Should().Throw<LedgerRefusedException>().WithMessage("*in use by another running server*");
    }

    [Fact]
    public void The_directory_is_free_again_when_its_store_is_closed()
    {
        OpenSqlite().Dispose();

        using var again = OpenSqlite();
        again.ReadState().Should().BeNull();
    }

    [Fact]
    [Trait("Invariant", "I-44")]
    public void A_newer_schema_is_refused_by_its_number()
    {
        OpenSqlite().Dispose();
        Run("PRAGMA user_version = 3");

        var act = () => OpenSqlite();

        act.Should().Throw<LedgerRefusedException>().WithMessage("*version 3*version 2*");
    }

    [Fact]
    [Trait("Invariant", "I-44")]
    public void A_database_of_before_the_tables_of_sessions_is_read_and_gets_them()
    {
        using (var store = OpenSqlite())
        {
            Write(store, writer => writer.InsertRow(Table.Residents, Row(1)));
        }

        foreach (var table in new[] { "rows_sessions", "rows_sign_ins", "rows_identities", "rows_passkeys", "rows_provider_keys" })
        {
            Run($"DROP TABLE {table}");
        }

        Run("PRAGMA user_version = 1");

        using (var newer = OpenSqlite())
        {
            newer.FindRow(Table.Residents, Id(1)).Should().NotBeNull();
            Write(newer, writer => writer.InsertRow(Table.Sessions, Row(2)));
            newer.FindRow(Table.Sessions, Id(2)).Should().NotBeNull();
        }

        using var again = OpenSqlite();
        again.FindRow(Table.Sessions, Id(2)).Should().NotBeNull();
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        Run("CREATE TABLE notes(text TEXT)");

        var act = () => OpenSqlite();

        act.Should().Throw<LedgerRefusedException>().WithMessage("*another program*");
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public void A_lock_of_another_program_fails_the_batch_while_it_is_held_and_the_next_goes_on()
    {
        using var store = OpenSqlite();
        var writer = store.OpenWriter();
        using var intruder = Connect();
        Run(intruder, "BEGIN IMMEDIATE");

        var act = writer.Begin;

        act.Should().Throw<SqliteException>().Which.SqliteErrorCode.Should().Be(Busy);
        Run(intruder, "ROLLBACK");
        writer.Begin();
        writer.InsertRow(Table.Records, Row(1));
        writer.Commit();
        store.ListRows(Table.Records, null, null, 0, 10).Should().ContainSingle();
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public void A_lock_is_waited_for_for_less_than_a_caller_waits_for_the_store() =>
        new SqliteStoreOptions { Directory = DataDirectory, Origin = "any" }.BusyMilliseconds.Should().BeLessThan(
            (int)new RecorderOptions { Origin = "any" }.RecordTimeout.TotalMilliseconds);

    [Fact]
    [Trait("Invariant", "I-05")]
    public void A_row_the_engine_cannot_hold_fails_its_batch_and_the_next_writer_goes_on()
    {
        using var store = OpenSqlite();
        Write(store, writer => writer.InsertRow(Table.Records, Row(1)));
        var act = () => Write(store, writer => writer.InsertRow(Table.Records, Row(2) with { Key = null! }));

        act.Should().Throw<SqliteException>();
        Write(store, writer => writer.InsertRow(Table.Records, Row(3)));
        store.ListRows(Table.Records, null, null, 0, 10).Select(row => row.Key[0]).Should().Equal(1, 3);
    }

    [Fact]
    public void Only_the_owner_may_read_the_files()
    {
        using var store = OpenSqlite();
        Write(store, writer => writer.InsertRow(Table.Grants, Row(1)));

        foreach (var file in System.IO.Directory.GetFiles(DataDirectory, "pds.db*"))
        {
            if (OperatingSystem.IsWindows())
            {
                Assert.Skip("Windows has no file modes.");
            }
            else
            {
                File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
            }
        }
    }

    [Fact]
    [Trait("Invariant", "I-30")]
    public void Only_the_owner_may_read_the_files_of_a_first_run()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        using var store = OpenSqlite();

        var files = System.IO.Directory.GetFiles(DataDirectory, "pds.db*");
        files.Should().HaveCount(3, "the database, its write-ahead log and its index");
        foreach (var file in files)
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    [Trait("Invariant", "I-30")]
    public void A_deleted_row_leaves_both_files_once_the_writer_is_idle()
    {
        byte[] secret = [.. Enumerable.Range(1, 200).Select(n => (byte)(n * 37))];
        using var store = OpenSqlite();
        Write(store, writer => writer.InsertRow(Table.LedgerShares, Row(1) with { Body = secret }));
        var writer = store.OpenWriter();
        writer.Begin();
        writer.DeleteRow(Table.LedgerShares, writer.FindMark(Table.LedgerShares, Id(1))!.Value.Ordinal);
        writer.Commit();

        writer.Tidy(idle: true);

        foreach (var file in System.IO.Directory.GetFiles(DataDirectory, "pds.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            bytes.AsSpan().IndexOf(secret).Should().Be(-1, file);
        }
    }

    [Fact]
    [Trait("Invariant", "I-05")]
    public void A_reader_that_holds_on_delays_the_emptying_and_not_the_writer()
    {
        using var store = OpenSqlite();
        Write(store, writer => writer.InsertRow(Table.Grants, Row(1)));
        using var backup = Connect();
        Run(backup, "BEGIN; SELECT count(*) FROM rows_grants");
        var writer = store.OpenWriter();
        foreach (var row in new[] { Row(2), Row(3) })
        {
            writer.Begin();
            writer.InsertRow(Table.Grants, row);
            writer.Commit();
            writer.Tidy(idle: true);
            WriteAheadLogLength.Should().BePositive("the reader still stands on it");
        }

        Run(backup, "COMMIT");
        writer.Tidy(idle: true);
        WriteAheadLogLength.Should().Be(0);
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public void The_write_ahead_log_is_copied_back_while_writing_goes_on()
    {
        using var store = OpenSqlite();
        var writer = store.OpenWriter();

        for (var batch = 0; batch < 400; batch++)
        {
            writer.Begin();
            writer.InsertRow(Table.Records, new StoredRow([.. BitConverter.GetBytes(batch), .. new byte[12]], null, null, 1, 0, null, new byte[40_000], 0));
            writer.Commit();
            writer.Tidy(idle: false);
        }

        new FileInfo(Path.Combine(DataDirectory, "pds.db-wal")).Length.Should().BeLessThan(4_000_000, "16 MB were written in all");
    }

    [Fact]
    [Trait("Invariant", "I-30")]
    public void A_deleted_row_is_overwritten()
    {
        byte[] secret = [.. Enumerable.Range(1, 200).Select(n => (byte)(n * 37))];
        using (var store = OpenSqlite())
        {
            Write(store, writer => writer.InsertRow(Table.LedgerShares, Row(1) with { Body = secret }));
            Write(store, writer => writer.DeleteRow(Table.LedgerShares, writer.FindRow(Table.LedgerShares, Id(1))!.Ordinal));
        }

        File.ReadAllBytes(Path.Combine(DataDirectory, "pds.db")).AsSpan().IndexOf(secret).Should().Be(-1);
    }

    private string DataDirectory => Path.Combine(Directory, "data");

    private long WriteAheadLogLength => new FileInfo(Path.Combine(DataDirectory, "pds.db-wal")).Length;

    private SqliteLedgerStore OpenSqlite(string origin = "pds.test.example/log") => SqliteLedgerStore.Open(new SqliteStoreOptions
    {
        Directory = DataDirectory,
        Origin = origin,
        BusyMilliseconds = 500,
        CheckpointPages = 256,
    });

    private SqliteConnection Connect()
    {
        System.IO.Directory.CreateDirectory(DataDirectory);
        var connection = new SqliteConnection($"Data Source={Path.Combine(DataDirectory, "pds.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Run(string sql)
    {
        using var connection = Connect();
        Run(connection, sql);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
