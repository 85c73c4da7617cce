using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Pds.Ledger;

namespace Pds.Storage;

/// <summary>
/// The embedded store: one SQLite file in WAL mode, one writing connection, a small pool of read-only ones. It holds blinded keys and
/// sealed bodies and understands neither. Holds the data directory against other processes while it lives.
/// </summary>
public sealed class SqliteLedgerStore : ILedgerStore
{
    private static readonly TimeSpan ReaderWait = TimeSpan.FromSeconds(2);

    private readonly SqliteStoreOptions options;
    private readonly string path;
    private readonly DataDirectoryLock directoryLock;
    private readonly ConcurrentBag<SqliteSession> idleReaders = [];
    private readonly SemaphoreSlim readerPlaces;
    private long origin;
    private SqliteLedgerWriter? writer;
    private bool disposed;

    private SqliteLedgerStore(SqliteStoreOptions options, string path, DataDirectoryLock directoryLock)
    {
        (this.options, this.path, this.directoryLock) = (options, path, directoryLock);
        readerPlaces = new SemaphoreSlim(options.Readers, options.Readers);
    }

    /// <summary>Opens or makes the store.</summary>
    /// <exception cref="LedgerRefusedException">The directory is in use, or the file is of another program or version.</exception>
    public static SqliteLedgerStore Open(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        MakeDirectory(options.Directory);
        var held = DataDirectoryLock.Take(options.Directory);
        try
        {
            var store = new SqliteLedgerStore(options, Path.Combine(options.Directory, options.FileName), held);
            _ = store.OpenWriter();
            return store;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ILedgerWriter OpenWriter()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        writer?.Dispose();
        writer = null;
        RestrictToOwner();
        var session = SqliteSession.OpenWriter(options, path);
        origin = session.Origin;
        return writer = new SqliteLedgerWriter(session, options);
    }

    /// <inheritdoc/>
    public LogState? ReadState() => Read(SqliteRows.ReadState);

    /// <inheritdoc/>
    public StoredRow? FindRow(Table table, byte[] key) => Read(session => SqliteRows.FindRow(session, table, key));

    /// <inheritdoc/>
    public IReadOnlyList<StoredRow> ListRows(Table table, LinkColumn? column, byte[]? value, long afterOrdinal, int limit) =>
        Read(session => SqliteRows.ListRows(session, table, column, value, afterOrdinal, limit));

    /// <inheritdoc/>
    public StoredEvent? ReadEvent(long index) => Read(session => SqliteRows.ReadEvent(session, index));

    /// <inheritdoc/>
    public IReadOnlyList<StoredEvent> ReadChain(byte[] chain, long afterSeq, int limit) =>
        Read(session => SqliteRows.ReadChain(session, chain, afterSeq, limit));

    /// <inheritdoc/>
    public IReadOnlyList<ChainHead?> ReadHeads(IReadOnlyList<byte[]> chains, long below) =>
        Read(session => SqliteRows.ReadHeads(session, chains, below));

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> ReadMovedChains(long start, long below) => Read(session => SqliteRows.ReadMovedChains(session, start, below));

    /// <inheritdoc/>
    public IReadOnlyList<EventPlace> ReadPlaces(EventPlace? after, int limit) => Read(session => SqliteRows.ReadPlaces(session, after, limit));

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> ReadCommitments(long start, int count) => Read(session => SqliteRows.ReadCommitments(session, start, count));

    /// <inheritdoc/>
    public byte[]? ReadTile(int level, long index) => Read(session => SqliteRows.ReadTile(session, level, index));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        while (idleReaders.TryTake(out var reader))
        {
            reader.Dispose();
        }

        writer?.Dispose();
        EmptyLog();
        directoryLock.Dispose();
    }

    /// <summary>
    /// SQLite copies the write-ahead log back when the last connection closes, but only if that one may write. The recorder closes the writer before
    /// the readers here, so the last was a reader, and what the log and the pages under it show of a deleted share would outlive the process.
    /// </summary>
    private void EmptyLog()
    {
        try
        {
            using var last = SqliteSession.OpenWriter(options, path);
            _ = SqliteSchema.Ask(last.Connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (Exception failing) when (failing is SqliteException or LedgerRefusedException or IOException)
        {
            // A disk that fails, or a file that is none of ours any more: nothing is lost, and the next opening copies what the log holds.
        }
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!readerPlaces.Wait(ReaderWait))
        {
            throw new TimeoutException("All read-only connections were busy for two seconds.");
        }

        try
        {
            var session = idleReaders.TryTake(out var idle) ? idle : SqliteSession.OpenReader(options, path, origin);
            T result;
            try
            {
                result = read(session);
            }
            catch
            {
                session.Dispose(); // A connection that failed once is not trusted again.
                throw;
            }

            PutBack(session);
            return result;
        }
        finally
        {
            readerPlaces.Release();
        }
    }

    private void PutBack(SqliteSession session)
    {
        if (disposed)
        {
            session.Dispose();
        }
        else
        {
            idleReaders.Add(session);
        }
    }

    private static void MakeDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// Before SQLite opens it, and made empty where absent: SQLite gives the write-ahead log and its index the mode the database has when
    /// they are made, so restricting it afterwards would leave theirs as they were.
    /// </summary>
    private void RestrictToOwner()
    {
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite,
                UnixCreateMode = ownerOnly,
            }).Dispose();
            File.SetUnixFileMode(path, ownerOnly);
        }
    }
}
