using Pds.Cryptography;
using Pds.Ledger;
using Pds.Storage;

namespace Pds.Benchmarks;

/// <summary>A real recorder over a real SQLite file, with nothing of the server around it.</summary>
internal sealed class OwnLedger : IAsyncDisposable
{
    private const string Origin = "benchmark.example/ledger";
    private readonly string folder = Directory.CreateTempSubdirectory("pds-bench-").FullName;
    private readonly List<IDisposable> owned = [];

    public Recorder Recorder { get; private set; } = null!;

    public static async Task<OwnLedger> OpenAsync(int headsSeconds = 3600)
    {
        var ledger = new OwnLedger();
        string[] names = ["k-ledger", "k-index", "recorder-hpke", "log-ed25519"];
        var keys = ledger.Own(SealedKeyFile.Create(Path.Combine(ledger.folder, "keys.sealed"), "benchmark-passphrase", names));
        var store = ledger.Own(SqliteLedgerStore.Open(new SqliteStoreOptions { Directory = ledger.folder, Origin = Origin }));
        using var gate = HpkePrivateKey.Create();
        ledger.Recorder = await Recorder.OpenAsync(
            new RecorderOptions { Origin = Origin, HeadsSeconds = headsSeconds },
            store,
            new RecorderKeys(keys.OpenMaster("k-ledger"), keys.OpenMaster("k-index"), keys.OpenHpke("recorder-hpke"), gate.PublicKey),
            ledger.Own(new LogSigner(Origin, keys.OpenEd25519("log-ed25519"))),
            new LedgerClock(TimeProvider.System),
            Path.Combine(ledger.folder, "log"));
        return ledger;
    }

    public async ValueTask DisposeAsync()
    {
        await Recorder.DisposeAsync();
        owned.Reverse();
        owned.ForEach(one => one.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    private T Own<T>(T one)
        where T : IDisposable
    {
        owned.Add(one);
        return one;
    }
}
