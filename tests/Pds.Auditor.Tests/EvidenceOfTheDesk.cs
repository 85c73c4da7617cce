using System.Text;
using Google.Protobuf;
using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Auditor.Tests.World;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;
using V1 = Pds.Protocol.V1;

namespace Pds.Auditor.Tests;

/// <summary>
/// A7 over what clerks carried: a consent at the counter and one on paper of a small city, exported and verified; then the same log told in lies, one
/// by one.
/// </summary>
[Trait("Feature", "G7")]
[Trait("Feature", "G8")]
[Trait("Feature", "R4")]
[Trait("Feature", "R11")]
public sealed class EvidenceOfTheDesk : IAsyncLifetime
{
    private const string Service = "/pds.v1.DeskService/";
    private readonly string work = Directory.CreateTempSubdirectory("pds-audit-desk-").FullName;
    private readonly AgeIdentity identity = AgeIdentity.Create();
    private TestIdentityProvider provider = null!;
    private City city = null!;
    private TestWebHost host = null!;
    private string folder = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        provider = await TestIdentityProvider.StartAsync();
        city = await City.StartAsync(provider.Configure);
        host = await city.EnrollWebHostAsync();
        var hospital = await city.EnrollNamedAsync("むつ総合病院");
        var vault = await city.NewVaultAsync();
        var own = await host.FirstVisitAsync(provider, "hanako", vault.DeviceCode);
        var reference = await own.ReferenceForAsync(hospital);
        var atTheCounter = await hospital.AskConsentAsync(reference, "hospital-registration@1");
        await hospital.AskConsentAsync(reference, "hospital-booking@1");
        var aoi = await host.FirstStaffAsync(provider, "aoi", city.Steward.Id, V1.StaffRole.Counter);
        var midori = await host.FirstStaffAsync(provider, "midori", city.Steward.Id, V1.StaffRole.Counter);
        await CounterAsync(aoi, atTheCounter);
        await PaperAsync(aoi, midori, vault.ResidentNumber);
        (folder, _) = await new ExportDesk(await city.NewOrganizationAsync("監査法人 見本", V1.OrganizationRole.Auditor), identity).ExportAsync(Path.Combine(work, "export"), null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        await provider.DisposeAsync();
        identity.Dispose();
        Directory.Delete(work, recursive: true);
    }

    [Fact]
    public void Honest_evidence_of_the_desk_is_sound_and_lies_about_it_are_found()
    {
        var verdict = AuditedCity.Verify(folder);
        verdict.Checks.Single(check => check.Id == "A7").Status.Should().Be(CheckStatus.Sound);
        foreach (var kind in new[] { "counter", "paper" })
        {
            var (book, consent) = Read(kind);
            Judge(book, consent).Should().BeNull(kind);
        }

        (string What, Action<GrantBook, GrantLife> Lie)[] counter =
        [
            ("no visit was entered", (log, _) => log.Visits.Clear()),
            ("the visit was entered later", (log, life) => ChangeVisits(log, visit => visit with { Index = life.Index + 1 })),
            ("the visit was another resident's", (log, _) => ChangeVisits(log, visit => visit with { Chain = new AuditedChain { Start = 0 } })),
            ("the visit was another clerk's", (log, _) => ChangeVisits(log, visit => visit with { Opened = visit.Opened with { Person = StaffId.New() } })),
            ("the visit was a call", (log, _) => ChangeVisits(log, visit => visit with { Opened = visit.Opened with { Channel = "voice" } })),
            ("the visit was opened by a letter", (log, _) => ChangeVisits(log, visit => visit with { Opened = visit.Opened with { Factor = "letter", Second = StaffId.New() } })),
            ("the visit was closed before", (log, life) => ChangeVisits(log, visit => visit with { ClosedAt = life.Index - 1 })),
            ("the clerk was of no staff", (log, _) => log.Staff.Clear()),
            ("the clerk had left", (log, life) => log.Staff.Keys.ToList().ForEach(who => log.Staff[who] = (0, life.Index - 1))),
            ("the resident was linked to nobody", (log, _) => log.Identities.Clear()),
        ];
        foreach (var (what, lie) in counter)
        {
            Told("counter", lie).Should().Be(Fault.EvidenceWrong, what);
        }

        (string What, Action<GrantBook, GrantLife> Lie)[] paper =
        [
            ("no form came back", (log, _) => log.Papers.Clear()),
            ("it came back later", (log, life) => ChangePapers(log, one => (one.Entry, one.Chain, life.Index + 1))),
            ("it is another resident's", (log, _) => ChangePapers(log, one => (one.Entry, new AuditedChain { Start = 0 }, one.Index))),
            ("it was another scan", (log, _) => ChangePapers(log, one => (one.Entry with { ScanSha256 = Sha256.Hash([1]) }, one.Chain, one.Index))),
            ("it answered something else", (log, _) => ChangePapers(log, one => (one.Entry with { Grant = GrantId.New() }, one.Chain, one.Index))),
            ("somebody else scanned it", (log, _) => ChangePapers(log, one => (one.Entry with { Person = StaffId.New() }, one.Chain, one.Index))),
            ("the second was of no staff", (log, life) => log.Staff.Remove(life.Granted.Acting!.Second!)),
        ];
        foreach (var (what, lie) in paper)
        {
            Told("paper", lie).Should().Be(Fault.EvidenceWrong, what);
        }
    }

    [Fact]
    [Trait("Feature", "G4")]
    public void An_entry_that_names_one_person_twice_or_none_is_no_evidence()
    {
        foreach (var (kind, acting) in new (string, Acting?)[]
        {
            ("counter", null), ("counter", new Acting("counter") { Role = "staff", Person = StaffId.New().ToString() }), ("paper", null),
            ("paper", new Acting("paper") { Role = "staff", Person = "stf_a", Second = "stf_a" }),
        })
        {
            var (book, consent) = Read(kind);
            var life = book.Grants[consent.Grant];
            var leaf = new AuditedLeaf(new ExportedLeaf { Index = life.Index }, life.Commitment, null, "here") { Chain = life.Chain };
            book.Grants[consent.Grant] = new GrantLife(life.Granted with { Acting = acting }, leaf);
            Judge(book, consent).Should().Be(Fault.EvidenceWrong, kind);
        }
    }

    private Fault? Told(string kind, Action<GrantBook, GrantLife> lie)
    {
        var (book, consent) = Read(kind);
        lie(book, book.Grants[consent.Grant]);
        return Judge(book, consent);
    }

    private static void ChangeVisits(GrantBook log, Func<VisitLife, VisitLife> change) => log.Visits.Keys.ToList().ForEach(id => log.Visits[id] = change(log.Visits[id]));

    private static void ChangePapers(
        GrantBook log, Func<(PaperRecorded Entry, AuditedChain? Chain, long Index), (PaperRecorded Entry, AuditedChain? Chain, long Index)> change) =>
        log.Papers.Keys.ToList().ForEach(form => log.Papers[form] = change(log.Papers[form]));

    private (GrantBook Book, ExportedConsent Consent) Read(string kind)
    {
        var export = new ExportFolder(folder);
        ExportManifest.TryParse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")), out var manifest).Should().BeTrue();
        var leaves = new BundleLeaves(export, manifest!.Size);
        var (book, openings) = (new GrantBook(), new A4Openings(leaves));
        new LeafPass(export, manifest, leaves, openings, [openings, new A5Chains(manifest.Origin, manifest.Size), new A6Disclosures(book)]).Run(_ => { }, CancellationToken.None);
        var consents = File.ReadAllLines(Path.Combine(folder, "consents/000000.jsonl"))
            .Select(line => ExportedConsent.TryParse(Encoding.UTF8.GetBytes(line), out var consent) ? consent : null).ToList();
        consents.Should().HaveCount(2).And.NotContainNulls();
        return (book, consents.Single(one => one!.Signed.EvidenceType == kind)!);
    }

    private Fault? Judge(GrantBook book, ExportedConsent consent)
    {
        var check = new A7Evidence(book, city.Origin);
        check.See(consent, check.Examine(consent, "here"), "here");
        return check.Report.First?.Fault;
    }

    private async Task CounterAsync(TestStaff clerk, V1.Consent item)
    {
        var begun = await clerk.CallAsync<StartVisitResponse>(Service + "StartVisit", new StartVisitRequest());
        await clerk.CallAsync<Visit>(Service + "OpenVisit", new OpenVisitRequest
        {
            VisitId = begun.VisitId, IdToken = provider.Token("hanako", begun.Challenge), RequestId = Actor.NewRequestId(),
        });
        var visit = clerk.In(begun.VisitId);
        var shown = await visit.ShowAsync(item);
        var signIn = TestSession.StepUp(provider.Token("hanako", TestSession.ChallengeOf(shown)), shown).OidcStepUp;
        var said = new V1.Evidence
        {
            Counter = new CounterStatement { Digests = { signIn.Digests }, IdToken = signIn.IdToken, VisitId = begun.VisitId, StaffId = clerk.Self.StaffId },
        };
        (await visit.GrantAsync(item, shown, said)).Reason.Should().Be("OK");
    }

    private static async Task PaperAsync(TestStaff first, TestStaff second, string number)
    {
        var form = await first.CallAsync<PaperForm>(Service + "PrintForm", new PrintFormRequest { Purpose = "hospital-booking@1", RequestId = Actor.NewRequestId() });
        var yes = new PaperMarks { Consent = Mark.Yes };
        var paper = await first.CallAsync<PaperCase>(Service + "RecordPaper", new RecordPaperRequest
        {
            FormId = form.FormId, ResidentNumber = number, Scan = ByteString.CopyFromUtf8("%PDF-1.7 scan"), Marks = yes, RequestId = Actor.NewRequestId(),
        });
        await second.CallAsync<PaperScan>(Service + "GetPaperScan", new GetPaperScanRequest { CaseId = paper.CaseId });
        await second.CallAsync<ConfirmPaperResponse>(Service + "ConfirmPaper", new ConfirmPaperRequest { CaseId = paper.CaseId, Marks = yes, RequestId = Actor.NewRequestId() });
    }
}
