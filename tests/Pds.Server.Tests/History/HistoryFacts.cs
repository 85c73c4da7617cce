using Pds.Client;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.History;

/// <summary>The real server against the check of a resident's own device, and who may ask for what.</summary>
public sealed class HistoryFacts : IAsyncLifetime
{
    private City city = null!;
    private Story story = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.StartAsync(options => options.HeadsSeconds = 1);
        story = await Story.PlayAsync(city);
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task A_resident_finds_her_history_whole_with_every_use_and_every_refusal()
    {
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"))).Code.Should().Be(0);
        (await story.Hanako.WithdrawAsync(story.Consent.GrantId)).Code.Should().Be(0);
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"))).Reason.Should().Be("CONSENT_WITHDRAWN");
        using var device = await DeviceAsync();

        var whole = await WholeAsync(device);

        var entries = await EntriesAsync();
        whole.Covered.Should().Be(entries.Count);
        entries.Select(entry => LedgerEntry.TryParse(entry.Body.Span, out var body) ? body.Kind : "?").Should().ContainInOrder(
            "resident_created", "device_enrolled", "consent_requested", "consent_granted", "disclosure_intended", "disclosed",
            "consent_withdrawn", "disclosure_refused");
        (await device.ListUsesAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)).Select(use => use.Outcome).Should().Equal(UseOutcome.Disclosed, UseOutcome.Refused);

        var later = (await device.CheckHistoryAsync(cancellationToken: TestContext.Current.CancellationToken)).Should().BeOfType<HistoryCheck.Whole>().Subject;
        later.Heads.Epoch.Should().BeGreaterThanOrEqualTo(whole.Heads.Epoch);
        later.Seen.LabelKey.Should().Equal(whole.Seen.LabelKey);
    }

    [Fact]
    public async Task The_public_file_and_the_public_call_hold_the_same_openings()
    {
        using var device = await DeviceAsync();
        await WholeAsync(device);

        var listed = await city.Anybody.CallAsync<ListHeadsResponse>("/pds.v1.LedgerService/ListHeads", new ListHeadsRequest { PageSize = 500 });
        using var answer = await city.Anybody.Http.GetAsync("/log/heads", TestContext.Current.CancellationToken);
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n');

        answer.Headers.CacheControl!.NoCache.Should().BeTrue("the file grows");
        foreach (var (entry, line) in listed.Entries.Zip(lines))
        {
            ExportedLeaf.TryParse(System.Text.Encoding.UTF8.GetBytes(line), out var leaf).Should().BeTrue();
            (leaf!.Index, leaf.Link!.Seq).Should().Be((entry.Index, entry.Seq));
            leaf.Body.Should().Equal(entry.Body.ToByteArray());
        }

        lines.Length.Should().BeGreaterThanOrEqualTo(listed.Entries.Count);
        listed.Entries.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("GetLabelKey")]
    [InlineData("GetHeadProof")]
    [InlineData("ListEntries")]
    public async Task Only_a_resident_may_ask_about_a_chain_and_only_about_her_own(string method)
    {
        var path = "/pds.v1.LedgerService/" + method;

        (await story.Hospital.AskAsync(path, new GetLabelKeyRequest())).Reason.Should().Be("PERMISSION_DENIED");
        (await city.Steward.AskAsync(path, new GetLabelKeyRequest())).Reason.Should().Be("PERMISSION_DENIED");
        (await city.Anybody.AskAsync(path, new GetLabelKeyRequest())).Code.Should().NotBe(0);
        var taro = await city.NewResidentAsync();
        var (mine, his) = (await LabelKeyAsync(story.Hanako), await LabelKeyAsync(taro));
        mine.Should().HaveCount(32).And.NotEqual(his);
        (await LabelKeyAsync(story.Hanako)).Should().Equal(mine, "it stays the same");
        (await EntriesAsync(taro)).Should().HaveCountLessThan((await EntriesAsync()).Count);
    }

    [Fact]
    public async Task Pages_of_entries_join_without_a_gap()
    {
        var whole = await EntriesAsync();
        var (pages, token) = (new List<OpenedEntryOnTheWire>(), "");
        do
        {
            var page = await story.Hanako.CallAsync<ListEntriesResponse>(
                "/pds.v1.LedgerService/ListEntries", new ListEntriesRequest { PageSize = 2, PageToken = token, FirstSeq = 1 });
            page.Entries.Count.Should().BeInRange(1, 2);
            pages.AddRange(page.Entries.Select(entry => new OpenedEntryOnTheWire(entry.Seq, entry.Index)));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        pages.Should().Equal(whole.Skip(1).Select(entry => new OpenedEntryOnTheWire(entry.Seq, entry.Index)));
        (await story.Hanako.AskAsync("/pds.v1.LedgerService/ListEntries", new ListEntriesRequest { FirstSeq = -1 })).Reason.Should().Be("INVALID_ARGUMENT");
        (await story.Hanako.AskAsync("/pds.v1.LedgerService/ListEntries", new ListEntriesRequest { PageSize = 501 })).Reason.Should().Be("INVALID_ARGUMENT");
    }

    public async ValueTask DisposeAsync() => await city.DisposeAsync();

    private async Task<ResidentDevice> DeviceAsync()
    {
        using var key = story.Hanako.Key.Export();
        return await ResidentDevice.OpenAsync(new CityAddress(city.Address, city.CityCaFile), Es256Key.Import(key.Span), story.Hanako.ResidentId);
    }

    /// <summary>Waits for an epoch that covers everything she did.</summary>
    private static async Task<HistoryCheck.Whole> WholeAsync(ResidentDevice device)
    {
        for (var tries = 0; ; tries++)
        {
            var check = await device.CheckHistoryAsync(cancellationToken: TestContext.Current.CancellationToken);
            check.Should().NotBeOfType<HistoryCheck.Broken>();
            if (check is HistoryCheck.Whole { Later: 0 } whole)
            {
                return whole;
            }

            tries.Should().BeLessThan(100, "an epoch is one second");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private async Task<IReadOnlyList<Pds.Protocol.V1.ShownEntry>> EntriesAsync(TestResident? whose = null) =>
        (await (whose ?? story.Hanako).CallAsync<ListEntriesResponse>(
            "/pds.v1.LedgerService/ListEntries", new ListEntriesRequest { PageSize = 500 })).Entries;

    private static async Task<byte[]> LabelKeyAsync(TestResident resident) =>
        (await resident.CallAsync<GetLabelKeyResponse>("/pds.v1.LedgerService/GetLabelKey", new GetLabelKeyRequest())).LabelKey.ToByteArray();

    private readonly record struct OpenedEntryOnTheWire(long Seq, long Index);
}
