using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Storage;
using Pds.Vault;

namespace Pds.Disclosure.Tests;

/// <summary>
/// A whole store in one process: the real recorder on a real SQLite file, the real roles with their own keys, two recipients and a source.
/// Only the network is missing.
/// </summary>
internal sealed class City : IAsyncDisposable
{
    public const string Origin = "pds.test.example/log";
    public const string Issuer = "https://pds.test.example";
    public const string Method = "/pds.v1.DisclosureService/RequestData";

    private readonly string directory = Directory.CreateTempSubdirectory("pds-disclosure-").FullName;
    private readonly MemoryKeys keys = new("k-root", "k-gate", "k-ledger", "k-index");
    private readonly HpkePrivateKey gateKey = HpkePrivateKey.Create();
    private readonly SecretBytes recorderKey = HpkePrivateKey.Create().Export();
    private readonly SecretBytes logKey = Ed25519Key.Create().Export();
    private readonly Es256Key issuerKey = Es256Key.Create();

    public ShiftedTime Time { get; } = new();

    public CertificateAuthority Authority { get; } =
        CertificateAuthority.CreateRoot("Test city", CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(30)));

    public WatchedStore Store { get; private set; } = null!;

    public Recorder Recorder { get; private set; } = null!;

    public Custodian Custodian { get; private set; } = null!;

    public Gate Gate { get; private set; } = null!;

    public Refusals Refusals { get; private set; } = null!;

    public RefusalLog RefusalLog { get; private set; } = null!;

    public WithdrawalLatch Latch { get; } = new();

    public ReceiptSigner Signer { get; private set; } = null!;

    public RequestData RequestData { get; private set; } = null!;

    public WriteRecord WriteRecord { get; private set; } = null!;

    public GrantConsent GrantConsent { get; private set; } = null!;

    public WithdrawConsent WithdrawConsent { get; private set; } = null!;

    public Dictionary<ResidentId, Es256Key> Devices { get; } = [];

    public Party Source { get; } = new("むつ市 市民課");

    public Party Hospital { get; } = new("むつ総合病院");

    public Party Shop { get; } = new("むつ商店会");

    public Dataset Dataset { get; } = MunicipalCatalogue.Datasets.Single(dataset => dataset.Id.ToString() == "basic-four@1")
        with { State = DatasetState.Published };

    public IRowReader Rows => Recorder.Rows;

    public CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<City> OpenAsync()
    {
        var city = new City();
        var authority = city.Authority;
        var certificate = authority.IssueSigner(
            city.issuerKey.PublicKey, Issuer, CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(20)));
        city.Signer = new ReceiptSigner(city.issuerKey, [certificate], Issuer);
        await city.StartAsync();
        await city.RecordRowsAsync(
            [OrganizationRow.Put(city.Source.Row), OrganizationRow.Put(city.Hospital.Row), OrganizationRow.Put(city.Shop.Row),
             DatasetRow.Put(city.Dataset)]);
        return city;
    }

    /// <summary>Opens everything over what is on disk; also what a restart does.</summary>
    public async Task StartAsync()
    {
        Store = new WatchedStore(SqliteLedgerStore.Open(new SqliteStoreOptions { Directory = directory, Origin = Origin }));
        var roles = new RecorderKeys(
            keys.OpenMaster("k-ledger"), keys.OpenMaster("k-index"), HpkePrivateKey.Import(recorderKey.Span), gateKey.PublicKey);
        Recorder = await Recorder.OpenAsync(
            new RecorderOptions { Origin = Origin, PublishInterval = TimeSpan.Zero, RecordTimeout = TimeSpan.FromSeconds(30) },
            Store, roles, new LogSigner(Origin, Ed25519Key.Import(logKey.Span)), new LedgerClock(Time), tileDirectory: null, Stop);
        Custodian = new Custodian(keys.OpenMaster("k-root"), Recorder, Origin);
        Gate = new Gate(keys.OpenMaster("k-gate"), gateKey, null, Origin);
        RefusalLog = new RefusalLog(Recorder);
        Refusals = new Refusals(RefusalLog, Rows);
        WriteRecord = new WriteRecord(Custodian, Recorder, new CatalogueSchemas(Rows), new CertificateTrust(CertificatePurpose.Client, Authority.Certificate), Recorder.Clock);
        RequestData = NewRequestData(null);
        var acts = new ActReceipts(Recorder, Signer);
        var controller = new ReceiptParty(Issuer, "dpv:DataController", "dpv:PublicAuthority", "むつ市", "青森県むつ市中央1-8-1", "0175-22-1111");
        GrantConsent = new GrantConsent(
            Recorder, new GrantKeyMaker(Custodian, Gate, Recorder.PublicKey), new StatusNumbers(await StatusRow.ReadNumbersAsync(Rows, Stop)),
            new GrantReceipts(Recorder, new ReceiptIssuer(Signer), Signer, controller, acts));
        WithdrawConsent = new WithdrawConsent(Recorder, acts, Latch);
    }

    /// <summary>The blinded keys of the rows that hold chain keys, as a thief of the disk sees them.</summary>
    public ISet<string> ChainKeyRows()
    {
        using var database = OpenFile(SqliteOpenMode.ReadOnly);
        using var select = database.CreateCommand();
        select.CommandText = "SELECT hex(row_key) FROM rows_chains";
        using var reader = select.ExecuteReader();
        var found = new HashSet<string>();
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>Stops, deletes rows of chain keys from the file, and starts again: what erasure will leave behind.</summary>
    public async Task RestartWithoutChainKeysAsync(IEnumerable<string> rows)
    {
        await CloseAsync();
        using (var database = OpenFile(SqliteOpenMode.ReadWrite))
        {
            foreach (var row in rows)
            {
                using var delete = database.CreateCommand();
                delete.CommandText = "DELETE FROM rows_chains WHERE hex(row_key) = $row";
                delete.Parameters.AddWithValue("$row", row);
                delete.ExecuteNonQuery().Should().Be(1);
            }
        }

        await StartAsync();
    }

    /// <summary>Changes the oldest row of a table at rest, so that it does not open any more.</summary>
    public void DamageOldest(string rows)
    {
        using var database = OpenFile(SqliteOpenMode.ReadWrite);
        using var update = database.CreateCommand();
        update.CommandText = $"UPDATE {rows} SET body = zeroblob(64) WHERE ordinal = (SELECT min(ordinal) FROM {rows})";
        update.ExecuteNonQuery().Should().Be(1);
    }

    public async Task RestartAsync()
    {
        await CloseAsync();
        await StartAsync();
    }

    /// <summary>RequestData with another decision in the gate's place, or refusals of its own.</summary>
    public RequestData NewRequestData(Func<GateFacts, GateDecision>? decide, Refusals? refusals = null) => new(
        Recorder, Gate, new KnownSigners(Issuer, issuerKey.PublicKey), Signer, Latch, CallFormat.TryParse, refusals ?? Refusals, decide);

    public async Task<ResidentId> NewResidentAsync()
    {
        var resident = ResidentId.New();
        await RecordRowsAsync([Custodian.CreateResidentKeys(resident)]);
        return resident;
    }

    /// <summary>Writes a basic-four record signed by the source.</summary>
    public async Task<RecordId> WriteAsync(ResidentId resident, RecordId? record = null, string name = "見本 花子", string address = "青森県むつ市中央1-1-1")
    {
        var outcome = await TryWriteAsync(resident, record, name, address);
        return outcome.Should().BeOfType<WriteRecordOutcome.Written>(outcome.ToString()).Subject.Record;
    }

    /// <summary>The same for a write that may lose against another.</summary>
    public async Task<WriteRecordOutcome> TryWriteAsync(ResidentId resident, RecordId? record, string name = "見本 花子", string address = "青森県むつ市中央1-1-1")
    {
        var fields = new Dictionary<string, JsonNode?>
        {
            ["name"] = name,
            ["address"] = address,
            ["birth_date"] = "1985-04-01",
            ["sex"] = "女",
        };
        return await WriteRecord.RunAsync(
            new WriteRecordInput(resident, Dataset.Id.ToString(), Sign(Source, fields), null, record),
            new SourceCaller(Source.Id, Source.CallKey.PublicKey), Stop);
    }

    public string Sign(
        Party source, IReadOnlyDictionary<string, JsonNode?> fields, string? dataset = null, DateOnly? date = null, DateTimeOffset? at = null,
        IReadOnlyList<byte[]>? chain = null) =>
        SourceRecord.Issue(source.CallKey, chain ?? [CertificateOf(source)], new SourceRecordContent
        {
            Issuer = source.Id.ToString(),
            Dataset = dataset ?? Dataset.Id.ToString(),
            IssuedAt = at ?? Time.GetUtcNow(),
            DataDate = date,
            Fields = fields,
        });

    /// <summary>The certificate the city gave this organisation when it enrolled.</summary>
    public byte[] CertificateOf(Party party)
    {
        CertificateSigningRequest.TryParse(CertificateSigningRequest.Create(party.CallKey, party.Id.ToString()), out var request).Should().BeTrue();
        return Authority.IssueClient(request!, party.Id.ToString(), CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(20)));
    }

    public async Task RecordRowsAsync(IReadOnlyList<Change> changes) =>
        (await Recorder.RecordAsync(new Command(changes, []), Stop)).Should().BeOfType<Recording.Done>();

    /// <summary>Everything a resident's chain holds, in order.</summary>
    public async Task<IReadOnlyList<OpenedEntry>> ChainAsync(ResidentId resident)
    {
        var entries = new List<OpenedEntry>();
        for (var more = true; more;)
        {
            var before = entries.Count;
            var last = before == 0 ? -1 : entries[^1].Seq;
            await foreach (var entry in Recorder.ReadChainAsync(ChainId.Resident(resident), last, 1000, new Reader.Owner(), Stop))
            {
                entries.Add(entry);
            }

            more = entries.Count - before == 1000;
        }

        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        keys.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private SqliteConnection OpenFile(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(directory, "pds.db"), Mode = mode, Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    private async Task CloseAsync()
    {
        await Refusals.DisposeAsync();
        await Recorder.DisposeAsync();
        Store.Dispose();
    }
}
