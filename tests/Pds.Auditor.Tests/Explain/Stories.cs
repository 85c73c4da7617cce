using System.Text.Json;
using Pds.Auditor.Exports;
using Pds.Auditor.Tests.World;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Auditor.Tests.Explain;

/// <summary><c>pds-audit explain</c> as a process, over the export of a real city.</summary>
public sealed class Stories(AuditedCity city)
{
    [Fact]
    [Trait("Feature", "Q3")]
    public async Task A_consents_life_is_told_in_the_order_of_the_log()
    {
        using var story = await TellAsync(city.Story.Consent.GrantId, city.Everything);

        Kinds(story).Should().Equal("asked", "shown", "granted", "used", "paused", "refused", "resumed", "used", "status");
        var leaves = Sentences(story).Where(one => one.GetProperty("leaf").ValueKind == JsonValueKind.Number).Select(one => one.GetProperty("leaf").GetInt64()).ToList();
        leaves.Should().BeInAscendingOrder();
        story.RootElement.GetProperty("from_leaf").GetInt64().Should().Be(leaves[0]);
        story.RootElement.GetProperty("to_leaf").GetInt64().Should().Be(leaves[^1]);
        Sentence(story, "refused").GetProperty("reason").GetString().Should().Be("CONSENT_PAUSED");
        story.RootElement.GetProperty("verdict").GetString().Should().Be("sound");
    }

    [Fact]
    public async Task Every_leaf_that_is_told_is_of_this_consent_and_none_is_left_out()
    {
        using var story = await TellAsync(city.Story.Consent.GrantId, city.Everything);
        var entries = new VerifiedLeaves(new ExportFolder(city.Everything), city.Job.LeavesTotal).Read()
            .Where(leaf => leaf.Entry is { } entry && EntrySubject.Of(entry).Grant?.ToString() == city.Story.Consent.GrantId).ToList();

        var told = Sentences(story).Where(one => one.GetProperty("leaf").ValueKind == JsonValueKind.Number)
            .SelectMany(one => new[] { one.GetProperty("leaf").GetInt64(), one.GetProperty("last_leaf").GetInt64() }).Distinct();

        told.Should().BeEquivalentTo(entries.Where(leaf => leaf.Entry is not Ledger.DisclosureIntended).Select(leaf => leaf.Index));
    }

    [Fact]
    public async Task Names_are_those_the_resident_read_and_no_value_is_told()
    {
        var run = await AuditProgram.RunAsync("explain", city.Story.Consent.GrantId, city.Everything);

        run.ExitCode.Should().Be(ExitCode.Sound);
        run.Output.Should().Contain("むつ総合病院").And.Contain("受付のときの本人確認").And.Contain("氏名").And.Contain("この話は 記録の ")
            .And.NotContain("見本 花子").And.NotContain("ミホン").And.NotContain(city.Story.Hanako.ResidentId);
    }

    [Fact]
    public async Task The_same_is_told_in_english()
    {
        var run = await AuditProgram.RunAsync("explain", city.Story.Consent.GrantId, city.Everything, "--lang", "en");

        run.Output.Should().Contain("The resident said yes.").And.Contain("This story was verified from leaf ");
    }

    [Fact]
    [Trait("Feature", "N24")]
    public async Task Each_call_is_told_with_the_rules_it_was_decided_by_decided_again_from_the_log()
    {
        using var story = await TellAsync(city.Story.Consent.GrantId, city.Everything);

        var (used, refused) = (Sentence(story, "used"), Sentence(story, "refused"));
        Rules(used).Should().HaveCount(12).And.OnlyContain(line => line!.Contains("　適合　", StringComparison.Ordinal));
        Rules(used)[9].Should().MatchRegex("回数 0／[0-9]+$");
        used.GetProperty("details").ToString().Should().Contain("計算し直し、渡してよいと出ました。");
        Rules(refused).Should().HaveCount(6, "five rules and that no other was asked");
        Rules(refused)[4].Should().StartWith("規則5　不適合　").And.Contain("CONSENT_PAUSED");
        refused.GetProperty("details").ToString().Should().Contain("断ったのは、規則5です。");
        var run = await AuditProgram.RunAsync("explain", city.Story.Consent.GrantId, city.Everything, "--rules", "--lang", "en");
        run.Output.Should().Contain("rule 8　holds　every field asked for is in the consent").And.Contain("rule 5　fails　the consent stands　CONSENT_PAUSED").And.NotContain("見本 花子");
        (await AuditProgram.RunAsync("explain", city.Story.Consent.GrantId, city.Everything)).Output.Should().NotContain("規則8　");
    }

    [Fact]
    public async Task A_withdrawn_consent_ends_with_what_the_status_list_says()
    {
        using var story = await TellAsync(GrantOf<ConsentWithdrawn>(entry => entry.Grant), city.Everything);

        Kinds(story).Should().Equal("asked", "shown", "granted", "used", "withdrawn", "refused", "status");
        Sentence(story, "refused").GetProperty("reason").GetString().Should().Be("CONSENT_WITHDRAWN");
        Sentence(story, "status").GetProperty("text").GetString().Should().Contain("無効");
    }

    [Fact]
    public async Task A_request_that_was_declined_has_a_short_story_and_no_receipt()
    {
        using var story = await TellAsync(GrantOf<ConsentDeclined>(entry => entry.Grant), city.Everything);

        Kinds(story).Should().Equal("asked", "declined");
        story.RootElement.GetProperty("receipt").GetString().Should().Be("receipt.none");
    }

    [Fact]
    [Trait("Feature", "R2")]
    public async Task The_recipients_own_receipt_is_held_against_its_entry()
    {
        using var story = await TellAsync(Receipt(city.Story.Receipt.SdJwt), city.Everything, "--ca", city.City.CityCaFile);

        story.RootElement.GetProperty("receipt").GetString().Should().Be("receipt.good");
        Kinds(story).Should().Contain("granted");
    }

    [Fact]
    [Trait("Feature", "R2")]
    public async Task A_receipt_alone_is_told_from_and_nothing_more_than_it_says()
    {
        using var story = await TellAsync(Receipt(city.Story.Receipt.SdJwt), null, "--ca", city.City.CityCaFile);

        story.RootElement.GetProperty("receipt").GetString().Should().Be("receipt.alone");
        Kinds(story).Should().Equal("granted");
        story.RootElement.GetProperty("from_leaf").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_receipt_newer_than_the_export_is_not_found_and_not_called_forged()
    {
        var yone = await city.City.NewResidentWithRecordAsync("見本 ヨネ");
        var item = await city.Story.Hospital.AskConsentAsync(await yone.ReferenceForAsync(city.Story.Hospital), Story.Purpose);
        await yone.GrantAsync(item);
        var receipt = await city.Story.Hospital.ReceiptAsync(item.GrantId);

        using var story = await TellAsync(Receipt(receipt.SdJwt), city.Everything);

        story.RootElement.GetProperty("receipt").GetString().Should().Be("receipt.NotInLog");
        story.RootElement.GetProperty("exit_code").GetInt32().Should().Be(ExitCode.Findings);
    }

    [Fact]
    public async Task Where_the_export_does_not_open_the_consent_the_place_of_the_receipt_is_shown_all_the_same()
    {
        var (mine, granted) = Entry<Ledger.ConsentGranted>(entry => entry.Grant.ToString() == city.Story.Consent.GrantId);
        var (others, _) = Entry<ConsentWithdrawn>(_ => true);
        others.Line.Who.Should().NotBe(mine.Line.Who);
        var (folder, _) = await city.ExportAsync(new ExportScope { ResidentPseudonym = others.Line.Who.ToString(), ResidentExportJobId = city.Job.ExportJobId });

        using var story = await TellAsync(Receipt(city.Story.Receipt.SdJwt), folder);

        story.RootElement.GetProperty("receipt").GetString().Should().Be("receipt.NotOpened");
        Sentences(story).Should().BeEmpty();
        (await AuditProgram.RunAsync("explain", granted.Grant.ToString(), folder)).ExitCode.Should().Be(ExitCode.Findings);
        (await AuditProgram.RunAsync("explain", Receipt(city.Story.Receipt.SdJwt), folder)).Output.Should().Contain($"記録 {mine.Index} 番");
    }

    [Fact]
    public async Task An_unknown_consent_is_a_finding()
    {
        var run = await AuditProgram.RunAsync("explain", GrantId.New().ToString(), city.Everything);

        run.ExitCode.Should().Be(ExitCode.Findings);
    }

    [Fact]
    [Trait("Feature", "Q2")]
    public async Task Of_a_tampered_export_nothing_is_told()
    {
        var folder = city.Copy(city.Everything);
        var part = Path.Combine(folder, "leaves/000000.jsonl");
        File.WriteAllText(part, File.ReadAllText(part).Replace("\"seq\":1,", "\"seq\":2,", StringComparison.Ordinal));

        var run = await AuditProgram.RunAsync("explain", city.Story.Consent.GrantId, folder, "--json");

        run.ExitCode.Should().Be(ExitCode.Tampered);
        run.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_not_understood_is_usage()
    {
        (await AuditProgram.RunAsync("explain")).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("explain", city.Story.Consent.GrantId)).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("explain", Receipt(city.Story.Receipt.SdJwt))).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("explain", city.NewFolder(), city.Everything)).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("explain", city.Story.Consent.GrantId, city.NewFolder())).ExitCode.Should().Be(ExitCode.Usage);
        (await AuditProgram.RunAsync("explain", Receipt(new string('a', 1024 * 1024)), city.Everything)).ExitCode.Should().Be(ExitCode.Usage);
    }

    private string Receipt(string text)
    {
        var file = city.NewFolder();
        File.WriteAllText(file, text + "\n");
        return file;
    }

    private (Checks.AuditedLeaf Leaf, T Entry) Entry<T>(Func<T, bool> which)
        where T : LedgerEntry => new VerifiedLeaves(new ExportFolder(city.Everything), city.Job.LeavesTotal).Read()
        .Where(leaf => leaf.Entry is T entry && which(entry)).Select(leaf => (leaf, (T)leaf.Entry!)).First();

    private string GrantOf<T>(Func<T, GrantId> grant)
        where T : LedgerEntry => grant(Entry<T>(_ => true).Entry).ToString();

    private static async Task<JsonDocument> TellAsync(string receipt, string? folder, params string[] more)
    {
        var run = await AuditProgram.RunAsync(["explain", receipt, .. folder is null ? Array.Empty<string>() : [folder], .. more, "--json"]);
        var story = JsonDocument.Parse(run.Output);
        story.RootElement.GetProperty("exit_code").GetInt32().Should().Be(run.ExitCode);
        return story;
    }

    private static List<JsonElement> Sentences(JsonDocument story) => [.. story.RootElement.GetProperty("sentences").EnumerateArray()];

    private static IEnumerable<string?> Kinds(JsonDocument story) => Sentences(story).Select(one => one.GetProperty("kind").GetString());

    private static List<string?> Rules(JsonElement sentence) => [.. sentence.GetProperty("trace").EnumerateArray().Select(line => line.GetString())];

    private static JsonElement Sentence(JsonDocument story, string kind) => Sentences(story).First(one => one.GetProperty("kind").GetString() == kind);
}
