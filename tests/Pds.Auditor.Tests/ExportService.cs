using System.Text.RegularExpressions;
using Pds.Auditor.Tests.World;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Auditor.Tests;

/// <summary>Who may export what, and what an export leaves in the ledger.</summary>
public sealed class ExportService(AuditedCity city)
{
    [Fact]
    [Trait("Feature", "Q3")]
    public async Task Only_an_auditor_exports_and_sees_its_own_exports_only()
    {
        var other = await city.City.NewOrganizationAsync("別の監査人", OrganizationRole.Auditor);
        var named = new GetExportJobRequest { ExportJobId = city.Job.ExportJobId };

        (await city.Story.Hospital.AskAsync("/pds.v1.AuditService/CreateExportJob", city.Order())).Reason.Should().Be("PERMISSION_DENIED");
        (await city.City.Steward.AskAsync("/pds.v1.AuditService/GetExportJob", named)).Reason.Should().Be("PERMISSION_DENIED");
        (await other.AskAsync("/pds.v1.AuditService/GetExportJob", named)).Reason.Should().Be("NOT_FOUND");
        (await other.AskAsync("/pds.v1.AuditService/GetExportFile", new GetExportFileRequest { ExportJobId = city.Job.ExportJobId }))
            .Reason.Should().Be("NOT_FOUND");
        (await city.Auditor.AskAsync("/pds.v1.DisclosureService/ListUses", new ListUsesRequest())).Reason.Should().Be("PERMISSION_DENIED");
    }

    [Fact]
    [Trait("Feature", "Q3")]
    public async Task An_auditor_holds_no_other_role()
    {
        var refused = await city.City.Steward.AskAsync("/pds.v1.OrganizationService/RegisterOrganization", new RegisterOrganizationRequest
        {
            NameJa = "監査と利用", Roles = { OrganizationRole.Auditor, OrganizationRole.Recipient }, RequestId = Actor.NewRequestId(),
        });

        refused.Reason.Should().Be("INVALID_ARGUMENT");
    }

    [Fact]
    [Trait("Feature", "Q5")]
    public async Task The_export_its_end_and_its_fetching_are_entries()
    {
        var job = await city.MakeAsync();
        await city.FetchAsync(job);
        await city.FetchAsync(job);

        var entries = (await ReadAsync(ChainId.Exports)).Select(entry => entry.Entry).ToList();

        entries.OfType<ExportRequested>().Where(entry => entry.Export.ToString() == job.ExportJobId)
            .Should().ContainSingle().Which.Auditor.ToString().Should().Be(city.Auditor.Id);
        entries.OfType<ExportEnded>().Should().ContainSingle(entry => entry.Export.ToString() == job.ExportJobId && entry.Outcome == "made"
            && entry.FileSha256!.SequenceEqual(job.FileSha256.ToByteArray()));
        entries.OfType<ExportFetched>().Should().ContainSingle(entry => entry.Export.ToString() == job.ExportJobId);
    }

    [Fact]
    [Trait("Feature", "Q5")]
    public async Task Whose_entries_are_opened_finds_the_reading_in_the_own_history()
    {
        _ = ResidentId.TryParse(city.Story.Hanako.ResidentId, out var hanako);

        var reading = (await ReadAsync(ChainId.Resident(hanako))).Select(entry => entry.Entry).OfType<HistoryRead>().First();

        (reading.Reader, reading.Role, reading.Reason).Should().Be((city.Auditor.Id, "auditor", "令和8年度 定期監査"));
    }

    [Fact]
    [Trait("Feature", "Q3")]
    public void No_resident_is_named_in_an_export_and_no_value_of_a_record_is_in_it()
    {
        foreach (var file in Directory.GetFiles(city.Everything, "*", SearchOption.AllDirectories))
        {
            var text = Opened(File.ReadAllText(file));
            Regex.IsMatch(text, "res_[a-z2-7]{26}|見本町|ミホン").Should().BeFalse(file);
            text.Contains(city.Story.Hanako.ResidentId, StringComparison.Ordinal).Should().BeFalse(file);
        }
    }

    [Fact]
    [Trait("Feature", "Q3")]
    public async Task A_resident_has_another_pseudonym_in_another_export_and_can_be_asked_for_by_it()
    {
        var first = Pseudonyms(city.Everything).First();

        var (folder, _) = await city.ExportAsync(new ExportScope { ResidentPseudonym = first, ResidentExportJobId = city.Job.ExportJobId });

        Pseudonyms(folder).Distinct().Should().ContainSingle().Which.Should().NotBe(first);
        var verdict = AuditedCity.Verify(folder);
        verdict.Checks.Where(check => check.First is not null).Select(check => $"{check.Id} {check.First}").Should().BeEmpty();
    }

    [Fact]
    [Trait("Feature", "Q3")]
    [Trait("Invariant", "I-27")]
    public async Task A_period_is_shown_to_be_complete()
    {
        var leaves = Leaves(city.Everything).Select(leaf => (leaf.Index, Entry: Parse(leaf))).ToList();
        var middle = leaves.First(leaf => leaf.Entry is ConsentGranted).Entry!.At;

        var (folder, _) = await city.ExportAsync(new ExportScope { EndTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(middle) });

        var verdict = AuditedCity.Verify(folder);
        verdict.Checks.Where(check => check.First is not null).Select(check => $"{check.Id} {check.First}").Should().BeEmpty();
        Leaves(folder).Should().Contain(leaf => leaf.Body == null).And.Contain(leaf => leaf.Who != null);
    }

    [Fact]
    [Trait("Feature", "Q3")]
    public async Task What_a_purpose_leaves_out_is_the_operators_word_and_the_verdict_says_so()
    {
        var (folder, _) = await city.ExportAsync(new ExportScope { Purpose = Story.Purpose });

        var verdict = AuditedCity.Verify(folder);

        verdict.ExitCode.Should().Be(ExitCode.Findings);
        verdict.Checks.Where(check => check.First is not null).Should().ContainSingle().Which.First!.Fault.Should().Be(Checks.Fault.UnopenedOnTheirWord);
    }

    [Fact]
    public async Task A_finished_export_is_not_cancelled_and_a_scope_out_of_form_is_refused()
    {
        (await city.Auditor.AskAsync("/pds.v1.AuditService/CancelExportJob", new CancelExportJobRequest
        {
            ExportJobId = city.Job.ExportJobId, RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("MOVE_NOT_ALLOWED");
        (await city.Auditor.AskAsync("/pds.v1.AuditService/CreateExportJob", city.Order(new ExportScope { Purpose = "no version" })))
            .Reason.Should().Be("INVALID_ARGUMENT");
        (await city.Auditor.AskAsync("/pds.v1.AuditService/CreateExportJob", city.Order(new ExportScope
        {
            ResidentPseudonym = "psn_aaaaaaaaaaaaaaaaaaaaaaaaaa", ResidentExportJobId = city.Job.ExportJobId,
        }))).Reason.Should().Be("NOT_FOUND");
    }

    private static IEnumerable<ExportedLeaf> Leaves(string folder) => File.ReadAllLines(Path.Combine(folder, "leaves/000000.jsonl"))
        .Select(line => ExportedLeaf.TryParse(System.Text.Encoding.UTF8.GetBytes(line), out var leaf) ? leaf : throw new InvalidDataException(line));

    private static LedgerEntry? Parse(ExportedLeaf leaf) => LedgerEntry.TryParse(leaf.Body, out var entry) ? entry : null;

    private static IEnumerable<string> Pseudonyms(string folder) => Leaves(folder).Select(leaf => leaf.Who?.ToString()).OfType<string>();

    // Bodies, documents and tokens are base64url inside the lines: look into those as well.
    private static string Opened(string text)
    {
        var all = new System.Text.StringBuilder(text);
        foreach (var word in text.Split('"', '.', '~').Where(word => word.Length > 40))
        {
            if (Pds.Cryptography.Base64Url.TryDecode(word, out var bytes))
            {
                all.Append(System.Text.Encoding.UTF8.GetString(bytes));
            }
        }

        return all.ToString();
    }

    private async Task<List<OpenedEntry>> ReadAsync(ChainId chain) =>
        await city.City.Server.Roles.Recorder.ReadChainAsync(chain, -1, 1000, new Reader.Recovery()).ToListAsync();
}
