using System.Text;
using Google.Protobuf.WellKnownTypes;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Tests.World;
using Pds.TestCity;

namespace Pds.Server.Tests.Calls;

/// <summary>The history of uses by time and by consent (T2), as a resident and as a recipient ask for it.</summary>
[Trait("Feature", "T2")]
public sealed class UseHistory
{
    private const string ListUses = "/pds.v1.DisclosureService/ListUses";
    private const int LookedAtInAPage = 1000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Uses_are_listed_from_an_instant_up_to_and_not_including_another()
    {
        var time = new ShiftedTime();
        await using var city = await City.StartAsync(wall: time);
        var story = await Story.PlayAsync(city);
        for (var use = 0; use < 3; use++)
        {
            time.Shift += TimeSpan.FromSeconds(10);
            (await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"))).Reason.Should().Be("OK");
        }

        foreach (var who in new Actor[] { story.Hanako, story.Hospital })
        {
            var at = (await ListAsync(who, new ListUsesRequest())).Uses.Select(use => use.Time).ToList();
            at.Should().HaveCount(3).And.OnlyHaveUniqueItems();
            (at[2] - at[0]).ToTimeSpan().Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(20));

            (await TimesAsync(who, at[1], at[2])).Should().Equal(at[1]);
            (await TimesAsync(who, null, at[1])).Should().Equal(at[0]);
            (await TimesAsync(who, at[1], null)).Should().Equal(at[1], at[2]);
            (await TimesAsync(who, Beyond(at[1]), null)).Should().Equal(at[2]);
            (await TimesAsync(who, null, Beyond(at[1]))).Should().Equal(at[0], at[1]);
            (await TimesAsync(who, at[1], at[1])).Should().BeEmpty();
            (await TimesAsync(who, null, at[0])).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Asked_without_proofs_a_resident_is_told_the_same_uses_and_where_each_stands()
    {
        await using var city = await City.StartAsync();
        var story = await Story.PlayAsync(city);
        for (var use = 0; use < 2; use++)
        {
            await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"));
        }

        var whole = (await ListAsync(story.Hanako, new ListUsesRequest())).Uses;
        var brief = (await ListAsync(story.Hanako, new ListUsesRequest { WithoutProofs = true })).Uses;

        whole.Should().OnlyContain(use => use.Evidence.TlogProof.Length > 0);
        brief.Should().OnlyContain(use => use.Evidence.TlogProof.Length == 0 && use.Evidence.Commitment.Length == 0);
        brief.Select(use => use.Evidence.Index).Should().Equal(whole.Select(use => use.Evidence.Index));
        foreach (var use in whole.Concat(brief))
        {
            use.Evidence = null;
        }

        brief.Should().Equal(whole);
    }

    [Fact]
    public async Task A_page_token_goes_on_under_its_own_filter_and_no_other()
    {
        await using var city = await City.StartAsync();
        var story = await Story.PlayAsync(city);
        for (var use = 0; use < 3; use++)
        {
            await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"));
        }

        foreach (var who in new Actor[] { story.Hanako, story.Hospital })
        {
            var at = (await ListAsync(who, new ListUsesRequest())).Uses.Select(use => use.Time).ToList();
            var asked = new ListUsesRequest { PageSize = 1, GrantId = story.Consent.GrantId, StartTime = at[0], EndTime = at[2] };
            var first = await ListAsync(who, asked);
            asked.PageToken = first.NextPageToken;

            first.Uses.Select(use => use.Time).Should().Equal(at[0]);
            (await ListAsync(who, asked)).Uses.Select(use => use.Time).Should().Equal(at[1]);
            foreach (var bend in Bends(at[1]))
            {
                var other = asked.Clone();
                bend(other);
                (await who.AskAsync(ListUses, other)).Reason.Should().Be("PAGE_TOKEN_INVALID");
            }
        }
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public async Task A_page_ends_after_a_thousand_entries_looked_at_and_the_next_finds_the_rest()
    {
        await using var city = await City.StartAsync();
        var story = await Story.PlayAsync(city);
        await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"));
        await FillAsync(city, story);
        await story.Hospital.RequestDataAsync(await story.PrepareAsync("address"));

        foreach (var who in new Actor[] { story.Hanako, story.Hospital })
        {
            var asked = new ListUsesRequest { GrantId = story.Consent.GrantId };
            var first = await ListAsync(who, asked);
            asked.PageToken = first.NextPageToken;
            var second = await ListAsync(who, asked);

            first.Uses.Select(use => use.Fields.Single()).Should().Equal("name");
            first.NextPageToken.Should().NotBeEmpty("a page with room left says that there is more to look at");
            second.Uses.Select(use => use.Fields.Single()).Should().Equal("address");
            second.NextPageToken.Should().BeEmpty();
        }
    }

    // As many entries in her chain that are no uses, and as many uses of the hospital's under another consent, as a page looks at.
    private static async Task FillAsync(City city, Story story)
    {
        var recorder = city.Server.Roles.Recorder;
        ResidentId.TryParse(story.Hanako.ResidentId, out var resident).Should().BeTrue();
        OrganizationId.TryParse(story.Hospital.Id, out var hospital).Should().BeTrue();
        var issued = new ReferenceIssued(recorder.Clock.GetUtcNow(), ResidentRef.New(), hospital);
        foreach (var part in Enumerable.Repeat(new EntryDraft(ChainId.Resident(resident), issued), LookedAtInAPage).Chunk(Command.MaxEntries))
        {
            (await recorder.RecordAsync(new Command([], part), Stop)).Should().BeOfType<Recording.Done>();
        }

        var row = (await recorder.Rows.ListAsync(Table.Intents, LinkColumn.Other, story.Hospital.Id, 0, 1, Stop)).Single();
        var elsewhere = GrantId.New().ToString();
        var body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(row.Body.Span).Replace(story.Consent.GrantId, elsewhere, StringComparison.Ordinal));
        foreach (var part in Enumerable.Range(0, LookedAtInAPage).Chunk(Command.MaxChanges))
        {
            (await recorder.RecordAsync(
                new Command([.. part.Select(number => Another(number, body, elsewhere, story.Hospital.Id))], []), Stop)).Should().BeOfType<Recording.Done>();
        }
    }

    private static Change Another(int number, byte[] body, string grant, string recipient) => new Change.Put(
        new RowKey(Table.Intents, Base64Url.Encode(Sha256.Hash(BitConverter.GetBytes(number)))), body, new RowLinks(grant, recipient), ExpectedVersion: 0);

    private static IEnumerable<Action<ListUsesRequest>> Bends(Timestamp time) =>
    [
        request => request.StartTime = time,
        request => request.StartTime = null,
        request => request.EndTime = time,
        request => request.EndTime = null,
        request => request.GrantId = "",
    ];

    // Between this millisecond and the next: what stands on it is before, and not at or after.
    private static Timestamp Beyond(Timestamp time) => time + Duration.FromTimeSpan(TimeSpan.FromMicroseconds(500));

    private static async Task<IEnumerable<Timestamp>> TimesAsync(Actor who, Timestamp? from, Timestamp? until) =>
        (await ListAsync(who, new ListUsesRequest { StartTime = from, EndTime = until })).Uses.Select(use => use.Time);

    private static Task<ListUsesResponse> ListAsync(Actor who, ListUsesRequest request) => who.CallAsync<ListUsesResponse>(ListUses, request);
}
