using System.Diagnostics;
using Grpc.Core;
using Pds.Client;
using Pds.Protocol.V1;

namespace Pds.Benchmarks;

/// <summary>A server process of its own, with enrolled parties, residents, records and consents to ask under.</summary>
internal sealed class MeasuredCity : IAsyncDisposable
{
    private const string Passphrase = "benchmark-passphrase";
    private const string Purpose = "benchmark-registration";
    private const string Dataset = "benchmark-person@1";
    private readonly Process server;
    private readonly string folder;
    private readonly List<ResidentDevice> devices = [];

    private MeasuredCity(Process server, string folder, Uri city, Uri bare) => (this.server, this.folder, City, Bare) = (server, folder, city, bare);

    public Uri City { get; }

    public Uri Bare { get; }

    public PdsClient Recipient { get; private set; } = null!;

    public IReadOnlyList<ResidentDevice> Devices => devices;

    public List<string> Grants { get; } = [];

    public static async Task<MeasuredCity> StartAsync(int residents)
    {
        var folder = Directory.CreateTempSubdirectory("pds-bench-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(MeasuredCity).Assembly.Location, "serve", Path.Combine(folder, "data") })
        {
            start.ArgumentList.Add(argument);
        }

        var server = Process.Start(start)!;
        var city = new Uri((await server.StandardOutput.ReadLineAsync())!);
        var bare = new Uri((await server.StandardOutput.ReadLineAsync())!);
        await server.StandardOutput.ReadLineAsync();
        var measured = new MeasuredCity(server, folder, city, bare);
        await measured.SettleAsync(residents);
        return measured;
    }

    /// <summary>A raw gRPC channel with the recipient's certificate, without anything of the SDK around a call.</summary>
    public (DisclosureService.DisclosureServiceClient Client, IDisposable Channel) RawClient(Uri address)
    {
        var root = CityFacts.ReadRoot(CaFile);
        var identityFolder = new IdentityFolder(Path.Combine(folder, "recipient"));
        var identity = identityFolder.Open(identityFolder.OpenKeys(Passphrase), root, null);
        var channel = SecureChannel.Open(address, root, identity, proofs: null, RetryPolicies.From(new PdsClientOptions { MaxAttempts = 2 }), TimeSpan.FromSeconds(30));
        return (new DisclosureService.DisclosureServiceClient(channel.Invoker), channel);
    }

    /// <summary>Fresh calls under all consents in turn, each complete but not sent.</summary>
    public async Task<RequestDataRequest[]> BuildCallsAsync(int count)
    {
        var calls = new RequestDataRequest[count];
        await Parallel.ForAsync(0, count, async (i, _) => calls[i] = (await PrepareAsync(i)).Message);
        return calls;
    }

    public async Task<PreparedCall> PrepareAsync(long i) =>
        await Recipient.PrepareAsync(new DataRequest(Grants[(int)(i % Grants.Count)], ["name", "address"]));

    /// <summary>Lets the ledger grow to a size by entries of the operator's own chains.</summary>
    public async Task<long> GrowAsync(long size)
    {
        await server.StandardInput.WriteLineAsync($"grow {size}");
        var answer = await server.StandardOutput.ReadLineAsync();
        return long.Parse(answer![5..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Recipient?.Dispose();
        devices.ForEach(device => device.Dispose());
        server.StandardInput.Close();
        await server.WaitForExitAsync();
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string CaFile => Path.Combine(folder, "data", "ca.pem");

    private async Task SettleAsync(int residents)
    {
        using var steward = await EnrollAsync("steward", (await File.ReadAllTextAsync(Path.Combine(folder, "data", "bootstrap-code"))).Trim());
        using var board = await EnrollNewAsync(steward, "board", "計測の審査会", OrganizationRole.Reviewer);
        using var source = await EnrollNewAsync(steward, "source", "計測の提供元", OrganizationRole.Source);
        Recipient = await EnrollNewAsync(steward, "recipient", "計測の利用者", OrganizationRole.Recipient);
        await steward.Steward.PublishDatasetAsync(Persons());
        await board.Steward.ReviewPurposeAsync(await Recipient.ProposePurposeAsync(Declared()), ReviewVerdict.Approve, "計測のためだけに使います。");
        for (var i = 0; i < residents; i++)
        {
            var device = await ResidentDevice.EnrollAsync(new CityAddress(City, CaFile), (await steward.Steward.CreateResidentAsync()).DeviceCode);
            devices.Add(device);
            var record = new RecordDraft(await device.IssueReferenceAsync(source.OrganizationId), Dataset)
                .With("name", "見本 花子").With("address", "青森県むつ市見本町1丁目2番3号").With("note", "計測のための記録です。");
            await source.WriteRecordAsync(record);
            var asked = await Recipient.RequestConsentAsync(await device.IssueReferenceAsync(Recipient.OrganizationId), [$"{Purpose}@1"]);
            var seen = await device.ListRequestsAsync().FirstAsync(request => request.ConsentRequestId == asked.ConsentRequestId);
            await device.GrantAsync(await device.ShowDocumentAsync(seen.Items[0]));
            Grants.Add(seen.Items[0].GrantId);
        }

        await foreach (var _ in Recipient.FetchNewReceiptsAsync())
        {
        }
    }

    /// <summary>A purpose that may be used as often as measuring needs.</summary>
    internal static Purpose Declared() => new()
    {
        Code = Purpose,
        Version = 1,
        Dataset = Dataset,
        RequiredFields = { "name", "address" },
        NameJa = "計測のための本人確認",
        TextJa = "はやさを計るために、名前と住所を読みます。",
        BenefitJa = "待ち時間が短くなります。",
        RefusalConsequenceJa = "何も変わりません。",
        LawfulBasis = "consent",
        Ceilings = Wide(),
        DpvCode = "dpv:ServiceProvision",
        PiaReference = "PIA-BENCH",
        NoticeUrl = "https://pds.mutsu.example/notices/benchmark",
        ExpireTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(365)),
    };

    /// <summary>Its dataset: the built-in ones allow a few calls a day, as a city should, and measuring needs more.</summary>
    internal static Dataset Persons() => new()
    {
        Code = "benchmark-person",
        Version = 1,
        NameJa = "計測のための人",
        DescriptionJa = "はやさを計るための、だれでもない人の記録です。",
        Fields =
        {
            new DatasetField { Name = "name", LabelJa = "氏名", Type = FieldType.Text, MaxLength = 80, Required = true },
            new DatasetField { Name = "address", LabelJa = "住所", Type = FieldType.Text, MaxLength = 200, Required = true },
            new DatasetField { Name = "note", LabelJa = "メモ", Type = FieldType.Text, MaxLength = 200 },
        },
        Ceilings = Wide(),
    };

    private static Ceilings Wide() => new()
    {
        ValidityDays = 366,
        Frequency = new Frequency { Calls = 100_000, Period = FrequencyPeriod.Day },
        RetentionDays = 1,
        Mode = UseMode.View,
    };

    private async Task<PdsClient> EnrollNewAsync(PdsClient steward, string name, string nameJa, params OrganizationRole[] roles)
    {
        var organization = await steward.Steward.RegisterOrganizationAsync(nameJa, roles);
        return await EnrollAsync(name, await steward.Steward.CreateEnrollmentCodeAsync(organization.OrganizationId));
    }

    private Task<PdsClient> EnrollAsync(string name, string code) => PdsClient.EnrollAsync(
        new PdsClientOptions { Address = City, CityCaFile = CaFile, IdentityFolder = Path.Combine(folder, name), Passphrase = Passphrase }, code);
}
