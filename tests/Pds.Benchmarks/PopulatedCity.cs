using System.Formats.Tar;
using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Hosting;
using Pds.Server.Parties;
using Pds.TestCity;

namespace Pds.Benchmarks;

/// <summary>
/// A real city in process whose residents have lived in it: enrolled, asked, consented with a device's signature, and used. Consents go through
/// the server's own actions; uses are entered as the gate enters them, without opening data. Its export is asked for over the wire, made by the
/// real writer, and unpacked into a folder.
/// </summary>
internal sealed class PopulatedCity : IAsyncDisposable
{
    private const int UsesOfAConsent = 16;
    private const int UsesInADay = 8;
    private const int AtOnce = 256;
    private const string Dataset = "basic-four@1";
    private static readonly PurposeVersion Purpose = PurposeVersion.TryParse("hospital-registration@1", out var id) ? id : default;

    private readonly City city;
    private readonly ConsentActs acts;
    private readonly OrganizationId hospital;
    private readonly byte[][] digests = [.. Enumerable.Range(0, 6).Select(_ => RandomSource.Bytes(32))];

    private PopulatedCity(City city, OrganizationId hospital) => (this.city, this.hospital, acts) = (city, hospital, new ConsentActs(city.Server.Roles));

    private Recorder Recorder => city.Server.Roles.Recorder;

    public static async Task<PopulatedCity> StartAsync()
    {
        var city = await City.StartAsync(options => (options.PublishSeconds, options.HeadsSeconds, options.StatusListSeconds) = (10, 3600, 60));
        var hospital = await city.EnrollNamedAsync("むつ総合病院");
        return new PopulatedCity(city, OrganizationId.TryParse(hospital.Id, out var id) ? id : default);
    }

    /// <summary>Lives until the log has about so many leaves, the auditor's reading of every chain included.</summary>
    public async Task LiveAsync(long entries)
    {
        long residents = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Recorder.Latest.Size + Interlocked.Read(ref residents) < entries)
            {
                Interlocked.Increment(ref residents);
                await LiveAsync();
            }
        })));
        while (!await Recorder.Heads.EnterAsync() && (await Recorder.Heads.ListAsync(Recorder.Latest.Size)).Count == 0)
        {
            await Task.Delay(100);
        }
    }

    /// <summary>Asks for an export of everything and unpacks it.</summary>
    public async Task ExportAsync(string folder)
    {
        var auditor = await city.NewOrganizationAsync("監査法人 見本", Protocol.V1.OrganizationRole.Auditor);
        using var identity = AgeIdentity.Create();
        var job = await auditor.CallAsync<ExportJob>("/pds.v1.AuditService/CreateExportJob", new CreateExportJobRequest
        {
            AgeRecipient = identity.Recipient.ToString(), ReasonJa = "計測", RequestId = Actor.NewRequestId(),
        });
        while (job.State == ExportJobState.Running)
        {
            await Task.Delay(500);
            job = await auditor.CallAsync<ExportJob>("/pds.v1.AuditService/GetExportJob", new GetExportJobRequest { ExportJobId = job.ExportJobId });
        }

        var clear = Path.Combine(Path.GetDirectoryName(folder)!, job.ExportJobId + ".tar");
        await using (var file = File.Create(clear))
        {
            await using var sealedFile = File.OpenRead(Path.Combine(city.Server.Roles.Data.Exports, job.ExportJobId + ".tar.age"));
            if (!AgeFile.TryOpen(sealedFile, identity, file))
            {
                throw new InvalidOperationException("The export does not open.");
            }
        }

        await TarFile.ExtractToDirectoryAsync(clear, Path.GetDirectoryName(folder)!, overwriteFiles: false);
        Directory.Move(Path.Combine(Path.GetDirectoryName(folder)!, job.ExportJobId), folder);
        File.Delete(clear);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    private static T Done<T>(Outcome<T> outcome) =>
        outcome is Outcome<T>.Done done ? done.Value : throw new InvalidOperationException(((Outcome<T>.Refused)outcome).Why.ToString());

    private async Task LiveAsync()
    {
        var made = Done(await new CreateResident(Recorder, city.Server.Roles.Custodian).RunAsync(hospital, null, default));
        using var device = Es256Key.Create();
        Done(await new EnrollDevice(Recorder).RunAsync(made.DeviceCode.Code, device.PublicKey, null, default));
        var chain = ChainId.Resident(made.Resident);
        await EnterAsync(chain, RecordOf(1));
        await EnterAsync(chain, RecordOf(2));
        var grant = await ConsentAsync(made.Resident, device);
        for (var use = 0; use < UsesOfAConsent; use++)
        {
            await UseAsync(chain, grant, Recorder.Clock.GetUtcNow().AddDays(use / UsesInADay));
        }
    }

    private async Task<Grant> ConsentAsync(ResidentId resident, Es256Key device)
    {
        var reference = Done(await new IssueReference(Recorder).RunAsync(resident, hospital, default)).Ref;
        var asked = Done(await acts.RequestConsent.RunAsync(new RequestConsentInput(hospital, reference, [new Consent.AskedItem { Purpose = Purpose }])));
        var id = asked.Items.Single().Grant.Id;
        var shown = Done(await acts.PrepareDocument.RunAsync(resident, id, Consent.Narrowing.None));
        return Done(await acts.GrantConsent.RunAsync(new GrantConsentInput
        {
            Resident = resident,
            Grant = id,
            Document = shown.Document.Bytes,
            Evidence = new Consent.Evidence.DeviceSignature(
                EvidenceCheck.Sign(device, city.Origin, id, shown.Document.Digest, Recorder.Clock.GetUtcNow())),
        })).Consent.Grant;
    }

    private async Task UseAsync(ChainId chain, Grant grant, DateTimeOffset at)
    {
        var fields = grant.Terms.Fields;
        var intent = await EnterAsync(chain, new DisclosureIntended(
            at, grant.Id, hospital, grant.Purpose.ToString(), "/pds.v1.DisclosureService/RequestData", digests[0], RandomSource.Bytes(32), fields,
            [.. fields.Select(_ => RandomSource.Bytes(32))]));
        await EnterAsync(chain, new Disclosed(at, grant.Id, hospital, intent.Commitment, RandomSource.Bytes(32), 1, fields));
    }

    private RecordWritten RecordOf(long version) => new(
        Recorder.Clock.GetUtcNow(), RecordId.New(), version, Dataset, hospital, ["name", "address", "birth_date", "sex"],
        [.. Enumerable.Range(0, 4).Select(_ => RandomSource.Bytes(32))], RandomSource.Bytes(32));

    private async Task<RecordedEntry> EnterAsync(ChainId chain, LedgerEntry entry) =>
        ((Recording.Done)await Recorder.RecordAsync(new Command([], [new EntryDraft(chain, entry)]))).Entries[0];
}
