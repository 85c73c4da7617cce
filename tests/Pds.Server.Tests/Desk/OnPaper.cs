using Google.Protobuf;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Desk;

/// <summary>A form goes out about nobody, comes back once, and counts only as two people read it alike.</summary>
[Collection(nameof(DeskCity))]
[Trait("Feature", "G8")]
public sealed class OnPaper(DeskCity town)
{
    private const string Purpose = "hospital-registration@1";
    private static readonly byte[] Scan = [.. "%PDF-1.7 "u8, .. RandomSource.Bytes(200)];

    [Fact]
    [Trait("Feature", "R11")]
    [Trait("Feature", "G4")]
    public async Task Two_clerks_read_yes_and_the_consent_stands_with_the_scans_digest_and_both_of_them()
    {
        var item = await town.AskAsync();
        var paper = await InAsync(await FormAsync(), Mark.Yes);
        (await town.Midori.CallAsync<PaperScan>(DeskCity.Service + "GetPaperScan", new GetPaperScanRequest { CaseId = paper.CaseId })).Scan.ToByteArray().Should().Equal(Scan);
        var confirm = Confirm(paper.CaseId, Mark.Yes);

        var answer = await town.Midori.CallAsync<ConfirmPaperResponse>(DeskCity.Service + "ConfirmPaper", confirm);

        (answer.Consent.GrantId, answer.Consent.State).Should().Be((item.GrantId, ConsentState.Active));
        answer.Receipt.SdJwt.Should().NotBeEmpty();
        var entries = await town.EntriesAsync(town.Hanako.ResidentId);
        var given = entries.OfType<ConsentGranted>().Single(one => one.Grant.ToString() == item.GrantId);
        given.EvidenceType.Should().Be("paper");
        given.Acting.Should().Be(new Acting("paper") { Role = "staff", Person = town.Aoi.Self.StaffId, Second = town.Midori.Self.StaffId });
        var recorded = entries.OfType<PaperRecorded>().Single(one => one.Case.ToString() == paper.CaseId);
        recorded.ScanSha256.Should().Equal(Sha256.Hash(Scan));
        entries.OfType<StaffLooked>().Should().ContainSingle(one => one.Under == paper.CaseId && one.Person.ToString() == town.Midori.Self.StaffId);
        (await town.Midori.CallAsync<ConfirmPaperResponse>(DeskCity.Service + "ConfirmPaper", confirm)).Consent.GrantId.Should().Be(item.GrantId, "a repeat is told the same");
        (await town.Midori.AskAsync(DeskCity.Service + "ConfirmPaper", Confirm(paper.CaseId, Mark.Yes))).Reason.Should().Be("NOT_FOUND", "it was read");
    }

    [Fact]
    public async Task One_person_is_not_two_and_neither_may_be_of_the_office_that_asks()
    {
        await town.AskAsync();
        var form = await FormAsync();
        (await town.Nurse.AskAsync(DeskCity.Service + "RecordPaper", Record(form, Mark.Yes))).Reason.Should().Be("OWN_OFFICE");
        var paper = await InAsync(form, Mark.Yes);

        (await town.Aoi.AskAsync(DeskCity.Service + "ConfirmPaper", Confirm(paper.CaseId, Mark.Yes))).Reason.Should().Be("SECOND_PERSON_REQUIRED");
        (await town.Nurse.AskAsync(DeskCity.Service + "ConfirmPaper", Confirm(paper.CaseId, Mark.Yes))).Reason.Should().Be("OWN_OFFICE");
        (await LookAsync(town.Nurse, paper)).Should().Be("OWN_OFFICE", "the office that asks does not read what she marked");
        (await LookAsync(town.Midori, paper)).Should().Be("OK");
        (await town.Midori.AskAsync(DeskCity.Service + "ConfirmPaper", Confirm(paper.CaseId, Mark.Yes))).Reason.Should().Be("OK");
    }

    [Fact]
    [Trait("Feature", "R11")]
    public async Task Who_has_not_fetched_the_scan_cannot_say_what_is_on_it()
    {
        var item = await town.AskAsync();
        var paper = await InAsync(await FormAsync(), Mark.Yes);

        foreach (var mark in new[] { Mark.Yes, Mark.No, Mark.Unclear })
        {
            (await town.Midori.AskAsync(DeskCity.Service + "ConfirmPaper", Confirm(paper.CaseId, mark))).Reason.Should().Be("SCAN_NOT_SEEN", mark.ToString());
        }

        (await LookAsync(town.Aoi, paper)).Should().Be("OK");
        (await town.Midori.AskAsync(DeskCity.Service + "ConfirmPaper", Confirm(paper.CaseId, Mark.Yes))).Reason.Should().Be("SCAN_NOT_SEEN", "another looked, and not she");
        (await town.EntriesAsync(town.Hanako.ResidentId)).OfType<PaperSetAside>().Should().NotContain(one => one.Case.ToString() == paper.CaseId);

        // Looked at by many at the same time: each look is entered, and each of them has seen it.
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LookAsync(town.Midori, paper)).Append(LookAsync(town.Aoi, paper)))).Should().OnlyContain(reason => reason == "OK");
        (await town.EntriesAsync(town.Hanako.ResidentId)).OfType<StaffLooked>().Count(one => one.Under == paper.CaseId).Should().Be(6);
        (await town.Midori.CallAsync<ConfirmPaperResponse>(DeskCity.Service + "ConfirmPaper", Confirm(paper.CaseId, Mark.Yes))).Consent.GrantId.Should().Be(item.GrantId);
    }

    [Fact]
    public async Task What_is_not_clear_means_no_and_what_two_read_differently_means_nothing()
    {
        var item = await town.AskAsync();
        var unclear = await InAsync(await FormAsync(), Mark.Unclear);
        await LookAsync(town.Midori, unclear);
        var declined = await town.Midori.CallAsync<ConfirmPaperResponse>(DeskCity.Service + "ConfirmPaper", Confirm(unclear.CaseId, Mark.Unclear));
        (declined.Consent.GrantId, declined.Consent.State).Should().Be((item.GrantId, ConsentState.Declined));
        declined.Receipt.Should().BeNull();
        (await town.EntriesAsync(town.Hanako.ResidentId)).OfType<ConsentDeclined>().Single(one => one.Grant.ToString() == item.GrantId)
            .Acting!.Second.Should().Be(town.Midori.Self.StaffId);

        var again = await town.AskAsync();
        var differing = await InAsync(await FormAsync(), Mark.Yes);
        await LookAsync(town.Midori, differing);
        (await town.Midori.AskAsync(DeskCity.Service + "ConfirmPaper", Confirm(differing.CaseId, Mark.Unclear))).Reason.Should().Be("MARKS_DIFFER");
        (await town.Midori.AskAsync(DeskCity.Service + "ConfirmPaper", Confirm(differing.CaseId, Mark.Yes))).Reason.Should().Be("NOT_FOUND", "she cannot change her mind afterwards");
        var entries = await town.EntriesAsync(town.Hanako.ResidentId);
        entries.OfType<PaperSetAside>().Should().ContainSingle(one => one.Case.ToString() == differing.CaseId);
        entries.OfType<ConsentGranted>().Should().NotContain(one => one.Grant.ToString() == again.GrantId);
    }

    [Fact]
    public async Task A_form_comes_back_once_and_only_while_its_words_are_asked()
    {
        await town.AskAsync();
        var form = await FormAsync();
        await InAsync(form, Mark.No);

        (await town.Aoi.AskAsync(DeskCity.Service + "RecordPaper", Record(form, Mark.Yes))).Reason.Should().Be("FORM_NOT_ACCEPTED", "it came back before");
        (await town.Aoi.AskAsync(DeskCity.Service + "RecordPaper", Record(PaperFormId.New().ToString(), Mark.Yes))).Reason.Should().Be("FORM_NOT_ACCEPTED");
        var stale = (await town.Aoi.CallAsync<PaperForm>(DeskCity.Service + "PrintForm", new PrintFormRequest { Purpose = "hospital-emergency@1", RequestId = Actor.NewRequestId() })).FormId;
        (await town.Aoi.AskAsync(DeskCity.Service + "RecordPaper", Record(stale, Mark.Yes))).Reason.Should().Be("FORM_OUT_OF_DATE", "nothing of that revision waits");
        (await town.Aoi.AskAsync(DeskCity.Service + "PrintForm", new PrintFormRequest { Purpose = "never-was@1", RequestId = Actor.NewRequestId() })).Reason.Should().Be("NOT_FOUND");
    }

    [Fact]
    public async Task A_scan_is_what_its_first_bytes_say_and_not_too_large()
    {
        await town.AskAsync();
        var form = await FormAsync();
        foreach (var (what, scan) in new[]
        {
            ("nothing", Array.Empty<byte>()), ("a page with a script", "<html><script>1</script>"u8.ToArray()), ("too much of it", [.. Scan, .. new byte[Server.Desk.Scan.MaxBytes]]),
        })
        {
            var record = Record(form, Mark.Yes);
            record.Scan = ByteString.CopyFrom(scan);
            (await town.Aoi.AskAsync(DeskCity.Service + "RecordPaper", record)).Reason.Should().BeOneOf(["SCAN_NOT_ACCEPTED", "MESSAGE_TOO_LARGE"], what);
        }

        var wrong = Record(form, Mark.Yes);
        wrong.ResidentNumber = Pds.Consent.ResidentNumber.New().ToString();
        (await town.Aoi.AskAsync(DeskCity.Service + "RecordPaper", wrong)).Reason.Should().Be("NOT_FOUND");
        (await town.Aoi.AskAsync(DeskCity.Service + "RecordPaper", Record(form, Mark.Yes))).Reason.Should().Be("OK", "none of them used the form up");
    }

    private static async Task<string> LookAsync(TestStaff clerk, PaperCase paper) =>
        (await clerk.AskAsync(DeskCity.Service + "GetPaperScan", new GetPaperScanRequest { CaseId = paper.CaseId })).Reason;

    private async Task<string> FormAsync() =>
        (await town.Aoi.CallAsync<PaperForm>(DeskCity.Service + "PrintForm", new PrintFormRequest { Purpose = Purpose, RequestId = Actor.NewRequestId() })).FormId;

    private Task<PaperCase> InAsync(string form, Mark mark) => town.Aoi.CallAsync<PaperCase>(DeskCity.Service + "RecordPaper", Record(form, mark));

    private RecordPaperRequest Record(string form, Mark mark) => new()
    {
        FormId = form, ResidentNumber = town.Hanako.ResidentNumber, Scan = ByteString.CopyFrom(Scan), Marks = new PaperMarks { Consent = mark }, RequestId = Actor.NewRequestId(),
    };

    private static ConfirmPaperRequest Confirm(string paper, Mark mark) =>
        new() { CaseId = paper, Marks = new PaperMarks { Consent = mark }, RequestId = Actor.NewRequestId() };
}
