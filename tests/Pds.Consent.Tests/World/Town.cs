using Microsoft.Data.Sqlite;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Storage;

namespace Pds.Consent.Tests;

/// <summary>
/// The consent acts over the real recorder on a real SQLite file, with the built-in catalogue approved for a hospital, a water company
/// and a shop, and two residents with a device each.
/// </summary>
internal sealed class Town : IAsyncDisposable
{
    public const string Origin = "pds.test.example/log";
    public const string Issuer = "https://pds.test.example";

    private readonly string directory = Directory.CreateTempSubdirectory("pds-consent-").FullName;
    private readonly TestKeys keys = new("k-ledger", "k-index");
    private readonly HpkePrivateKey gateKey = HpkePrivateKey.Create();
    private readonly SecretBytes recorderKey = HpkePrivateKey.Create().Export();
    private readonly SecretBytes logKey = Ed25519Key.Create().Export();
    private readonly Es256Key issuerKey = Es256Key.Create();
    private readonly byte[] issuerCertificate;
    private SqliteLedgerStore store = null!;

    private Town()
    {
        using var authority = CertificateAuthority.CreateRoot("Test city", CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(30)));
        issuerCertificate = authority.IssueSigner(
            issuerKey.PublicKey, Issuer, CertificateValidity.From(TimeProvider.System, TimeSpan.FromDays(20)));
    }

    public ManualTime Time { get; } = new(Samples.Now);

    public Recorder Recorder { get; private set; } = null!;

    public ShareMaker Keys { get; private set; } = null!;

    public ReceiptSigner Signer { get; private set; } = null!;

    public ActReceipts Acts { get; private set; } = null!;

    public GrantReceipts Receipts { get; private set; } = null!;

    public WithdrawalLatch Latch { get; } = new();

    public Party Hospital { get; } = new("むつ総合病院", OrganizationRole.Recipient, OrganizationRole.Source);

    public Party Water { get; } = new("しもきた水道", OrganizationRole.Recipient);

    public Party Board { get; } = new("むつ市 データ利用審査会", OrganizationRole.Reviewer);

    public Person Hanako { get; } = new();

    public Person Taro { get; } = new();

    public IRowReader Rows => Recorder.Rows;

    public CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Town> OpenAsync()
    {
        var town = new Town();
        await town.StartAsync();
        await town.RecordAsync(
        [
            OrganizationRow.Put(town.Hospital.Row), OrganizationRow.Put(town.Water.Row), OrganizationRow.Put(town.Board.Row),
            DeviceRow.Put(town.Hanako.Row(Samples.Now)), DeviceRow.Put(town.Taro.Row(Samples.Now)),
        ]);
        foreach (var dataset in MunicipalCatalogue.Datasets)
        {
            Done(await new PublishDataset(town.Recorder).RunAsync(dataset, cancellationToken: town.Stop));
        }

        foreach (var template in MunicipalCatalogue.Purposes.Where(p => p.RecipientKey is "mutsu-hospital" or "shimokita-water"))
        {
            var recipient = template.RecipientKey == "mutsu-hospital" ? town.Hospital : town.Water;
            await town.ApproveAsync(recipient, template.For(recipient.Id, "-", Samples.Now));
        }

        return town;
    }

    /// <summary>Opens everything over what is on disk; also what a restart does.</summary>
    public async Task StartAsync()
    {
        store = SqliteLedgerStore.Open(new SqliteStoreOptions { Directory = directory, Origin = Origin });
        var roles = new RecorderKeys(
            keys.OpenMaster("k-ledger"), keys.OpenMaster("k-index"), HpkePrivateKey.Import(recorderKey.Span), gateKey.PublicKey);
        Recorder = await Recorder.OpenAsync(
            new RecorderOptions { Origin = Origin, PublishInterval = TimeSpan.Zero, RecordTimeout = TimeSpan.FromSeconds(30) },
            store, roles, new LogSigner(Origin, Ed25519Key.Import(logKey.Span)), new LedgerClock(Time), tileDirectory: null, Stop);
        Keys = new ShareMaker(Recorder.PublicKey, Origin);
        Signer = new ReceiptSigner(issuerKey, [issuerCertificate], Issuer);
        Acts = new ActReceipts(Recorder, Signer);
        var city = new ReceiptParty(Issuer, "dpv:DataController", "dpv:PublicAuthority", "むつ市", "青森県むつ市中央1-8-1", "0175-22-1111");
        Receipts = new GrantReceipts(Recorder, new ReceiptIssuer(Signer), Signer, city, Acts);
    }

    public async Task RestartAsync()
    {
        await CloseAsync();
        await StartAsync();
    }

    /// <summary>Sets the clock; a leap of more than a day is confirmed as an operator would.</summary>
    public void GoTo(DateTimeOffset time)
    {
        Time.Now = time;
        Recorder.Clock.ConfirmLeap();
    }

    public async Task ApproveAsync(Party recipient, Purpose purpose)
    {
        Done(await new ProposePurpose(Recorder).RunAsync(recipient.Id, purpose, cancellationToken: Stop));
        Done(await ReviewAsync(purpose.Id, approved: true));
    }

    public ValueTask<Outcome<Purpose>> ReviewAsync(PurposeVersion purpose, bool approved) => new ReviewPurpose(Recorder).RunAsync(
        new ReviewPurposeInput { Reviewer = Board.Id, Purpose = purpose, Approved = approved, ReasonJa = "PIA-2026-001 を確かめた。" }, Stop);

    /// <summary>The recipient's name for a resident, made on first use.</summary>
    public async Task<ResidentRef> ReferenceAsync(Person person, Party recipient)
    {
        if (await ReferenceRow.FindAsync(Rows, person.Id, recipient.Id, Stop) is { } known)
        {
            return known.Ref;
        }

        var reference = ResidentRef.New();
        await RecordAsync(ReferenceRow.Put(new Reference(reference, person.Id, recipient.Id)));
        return reference;
    }

    public async Task<Outcome<RequestView>> AskAsync(Person person, Party recipient, params AskedItem[] items) =>
        await new RequestConsent(Recorder).RunAsync(
            new RequestConsentInput(recipient.Id, await ReferenceAsync(person, recipient), items), Stop);

    /// <summary>Changes the oldest row of a table at rest, so that it does not open any more.</summary>
    public void DamageOldest(string rows)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "pds.db")};Pooling=False;Default Timeout=5");
        connection.Open();
        using var update = connection.CreateCommand();
        update.CommandText = $"UPDATE {rows} SET body = zeroblob(64) WHERE ordinal = (SELECT min(ordinal) FROM {rows})";
        update.ExecuteNonQuery().Should().Be(1);
    }

    public async Task<Grant> AskAsync(Person person, string purpose = "hospital-booking@1") =>
        Done(await AskAsync(person, Hospital, new AskedItem { Purpose = Samples.PurposeId(purpose) })).Items.Single().Grant;

    public async Task<PreparedDocument> ShowAsync(Person person, GrantId grant, Narrowing? choices = null) =>
        Done(await new PrepareConsentDocument(Recorder).RunAsync(person.Id, grant, choices ?? Narrowing.None, Stop));

    public Evidence.DeviceSignature Sign(Person person, GrantId grant, PreparedDocument shown) =>
        new(EvidenceCheck.Sign(person.Device, Origin, grant, shown.Document.Digest, Time.Now));

    public async Task<GrantConsent> GrantConsentAsync() =>
        new(Recorder, Keys, new StatusNumbers(await StatusRow.ReadNumbersAsync(Rows, Stop)), Receipts);

    public async Task<Outcome<ConsentGiven>> GiveAsync(Person person, GrantId grant, ReadOnlyMemory<byte> document, Evidence evidence) =>
        await (await GrantConsentAsync()).RunAsync(
            new GrantConsentInput { Resident = person.Id, Grant = grant, Document = document, Evidence = evidence }, Stop);

    /// <summary>Asked, shown, signed and given.</summary>
    public async Task<ConsentGiven> GivenAsync(Person person, string purpose = "hospital-booking@1", Narrowing? choices = null)
    {
        var grant = await AskAsync(person, purpose);
        var shown = await ShowAsync(person, grant.Id, choices);
        return Done(await GiveAsync(person, grant.Id, shown.Document.Bytes, Sign(person, grant.Id, shown)));
    }

    public async Task<Grant> ReadAsync(GrantId id) => (await GrantRow.FindAsync(Rows, id, Stop))!;

    public async Task<bool> HasAsync(Table table, GrantId grant) => await Rows.FindAsync(new RowKey(table, grant.ToString()), Stop) is not null;

    public async Task RecordAsync(IReadOnlyList<Change> changes) =>
        (await Recorder.RecordAsync(new Command(changes, []), Stop)).Should().BeOfType<Recording.Done>();

    public async Task<IReadOnlyList<LedgerEntry>> ChainAsync(Person person)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var opened in Recorder.ReadChainAsync(ChainId.Resident(person.Id), -1, 1000, new Reader.Owner(), Stop))
        {
            entries.Add(opened.Entry);
        }

        return entries;
    }

    public ResidentAct Act(Person person, GrantId grant) => new() { Resident = person.Id, Grant = grant };

    public static T Done<T>(Outcome<T> outcome) =>
        outcome is Outcome<T>.Done done ? done.Value : throw new InvalidOperationException(((Outcome<T>.Refused)outcome).Why.ToString());

    public static Refusal Refused<T>(Outcome<T> outcome, RefusalReason reason)
    {
        var refused = outcome.Should().BeOfType<Outcome<T>.Refused>().Subject;
        refused.Reason.Should().Be(reason);
        return refused.Why;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        keys.Dispose();
        gateKey.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private async Task CloseAsync()
    {
        await Recorder.DisposeAsync();
        store.Dispose();
    }
}
