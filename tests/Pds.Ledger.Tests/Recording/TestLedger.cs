using Pds.Cryptography;
using Pds.Storage;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>A real ledger in a directory of its own: SQLite, tiles and keys, opened and opened again as a restarted process would.</summary>
internal sealed class TestLedger : IAsyncDisposable
{
    public const string Origin = "pds.test.example/log";

    private readonly MemoryKeys masterKeys = new();
    private readonly SecretBytes logKey;
    private readonly SecretBytes ownKey;
    private Recorder? recorder;
    private ILedgerStore? store;

    public TestLedger()
    {
        using var log = Ed25519Key.Create();
        using var own = HpkePrivateKey.Create();
        (logKey, ownKey) = (log.Export(), own.Export());
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("pds-recorder-").FullName;

    public string DataDirectory => Path.Combine(Directory, "data");

    public string TileDirectory => Path.Combine(Directory, "log");

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));

    public HpkePrivateKey Gate { get; } = HpkePrivateKey.Create();

    public FaultyStore? Faults { get; private set; }

    public bool InjectFaults { get; init; }

    public bool PublishTiles { get; init; }

    public RecorderOptions Options { get; set; } = new() { Origin = Origin, PublishInterval = TimeSpan.FromHours(1) };

    public Recorder Recorder => recorder ?? throw new InvalidOperationException("Open the ledger first.");

    public ILedgerStore Store => store ?? throw new InvalidOperationException("Open the ledger first.");

    public static async Task<TestLedger> OpenNewAsync()
    {
        var ledger = new TestLedger();
        await ledger.OpenAsync();
        return ledger;
    }

    public RecorderKeys NewKeys() => new(
        new MasterKey(masterKeys, "k-ledger"), new MasterKey(masterKeys, "k-index"), HpkePrivateKey.Import(ownKey.Span), Gate.PublicKey);

    public LogSigner NewSigner() => new(Origin, Ed25519Key.Import(logKey.Span));

    public SqliteLedgerStore NewStore() => SqliteLedgerStore.Open(new SqliteStoreOptions { Directory = DataDirectory, Origin = Origin, BusyMilliseconds = 200 });

    public async Task<Recorder> OpenAsync()
    {
        var sqlite = NewStore();
        store = InjectFaults ? Faults = new FaultyStore(sqlite) : sqlite;
        try
        {
            return recorder = await Recorder.OpenAsync(
                Options, store, NewKeys(), NewSigner(), new LedgerClock(Time), PublishTiles ? TileDirectory : null, TestContext.Current.CancellationToken);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public async Task CloseAsync()
    {
        if (recorder is not null)
        {
            await recorder.DisposeAsync();
            recorder = null;
        }

        store?.Dispose();
        store = null;
    }

    public async Task<Recorder> ReopenAsync()
    {
        await CloseAsync();
        return await OpenAsync();
    }

    public async Task<RecordedEntry> RecordAsync(ChainId chain, LedgerEntry entry) =>
        (await RecordAsync(new Command([], [new EntryDraft(chain, entry)]))).Entries.Single();

    public async Task<Recording.Done> RecordAsync(Command command) =>
        (await Recorder.RecordAsync(command, TestContext.Current.CancellationToken)).Should().BeOfType<Recording.Done>().Subject;

    public async Task<Recording.Conflict> RefusedAsync(Command command) =>
        (await Recorder.RecordAsync(command, TestContext.Current.CancellationToken)).Should().BeOfType<Recording.Conflict>().Subject;

    public async Task<List<OpenedEntry>> ReadAsync(ChainId chain, Reader? who = null)
    {
        var entries = new List<OpenedEntry>();
        await foreach (var entry in Recorder.ReadChainAsync(chain, -1, 1000, who ?? new Reader.Owner(), TestContext.Current.CancellationToken))
        {
            entries.Add(entry);
        }

        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        logKey.Dispose();
        ownKey.Dispose();
        Gate.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
