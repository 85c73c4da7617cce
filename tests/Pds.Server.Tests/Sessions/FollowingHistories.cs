using Google.Protobuf;
using Pds.Protocol.V1;
using Pds.Server.Edge;
using Pds.Server.Sessions;
using Pds.TestCity;
using Acts = Pds.Server.Sessions.ListNewEntries;

namespace Pds.Server.Tests.Sessions;

/// <summary>
/// One question of a host for all the pages that wait there: each session is answered by itself, shows its own resident's history and nobody else's, and only to
/// the host and certificate it is bound to.
/// </summary>
[Collection(nameof(SessionCity))]
[Trait("Feature", "S3")]
[Trait("Feature", "T1")]
public sealed class FollowingHistories(SessionCity town)
{
    private const string Method = "/pds.v1.LedgerService/ListNewEntries";

    [Fact]
    [Trait("Invariant", "I-26")]
    public async Task Each_session_is_told_what_is_new_in_its_own_history_and_nothing_of_anothers()
    {
        var (hanako, taro) = (await town.HanakoAsync(), await town.Host.VisitAsync(town.Provider, town.Taro));
        var before = await FollowAsync(town.Host, (hanako.Secret, -1), (taro.Secret, -1));
        before.News.Should().OnlyContain(one => one.Lives && one.Entries.Count == 0 && one.Size > 0);

        await town.AskAsync(taro);
        var after = await FollowAsync(town.Host, (hanako.Secret, before.News[0].Size), (taro.Secret, before.News[1].Size));

        (after.News[0].Size, after.News[0].Entries.Count).Should().Be((before.News[0].Size, 0));
        var listed = (await taro.CallAsync<ListEntriesResponse>("/pds.v1.LedgerService/ListEntries", new ListEntriesRequest { PageSize = 500, FirstSeq = before.News[1].Size })).Entries;
        after.News[1].Entries.Should().Equal(listed).And.NotBeEmpty("the request was entered in his history");
        after.News[1].Size.Should().Be(listed[^1].Seq + 1);
    }

    [Fact]
    public async Task Of_a_long_history_the_first_entries_are_told_and_where_it_ends()
    {
        var session = await town.Host.VisitAsync(town.Provider, town.Taro);
        for (var more = 0; more <= Acts.MostOfOne; more++)
        {
            await session.CallAsync<NoticeSettings>("/pds.v1.NotificationService/ChooseNoticeSettings", new ChooseNoticeSettingsRequest
            {
                Channel = NoticeChannel.Letter, Rhythm = more % 2 == 0 ? NoticeRhythm.Weekly : NoticeRhythm.Daily, Kinds = { NoticeKind.NewRequest }, RequestId = Actor.NewRequestId(),
            });
        }

        var news = (await FollowAsync(town.Host, (session.Secret, 0))).News[0];

        news.Entries.Select(entry => entry.Seq).Should().Equal(Enumerable.Range(0, Acts.MostOfOne).Select(seq => (long)seq));
        news.Size.Should().BeGreaterThan(Acts.MostOfOne);
        (await FollowAsync(town.Host, (session.Secret, news.Size))).News[0].Entries.Should().BeEmpty();
        (await FollowAsync(town.Host, (session.Secret, news.Size + 5))).News[0].Size.Should().Be(news.Size, "a host that believes to know more is told the truth");
    }

    [Fact]
    [Trait("Invariant", "I-16")]
    public async Task A_secret_that_is_not_of_this_host_reads_nothing_and_holds_up_nobody()
    {
        var (hanako, ended) = (await town.HanakoAsync(), await town.HanakoAsync());
        await ended.AskAsync("/pds.v1.SessionService/EndSession", new EndSessionRequest());
        (string, long)[] asked = [("", 0), ("never-existed", 0), (new string('A', 43), 0), (ended.Secret, 0), (hanako.Secret, 0)];

        var here = (await FollowAsync(town.Host, asked)).News;
        here.Take(4).Should().OnlyContain(one => one.Equals(new HistoryNews()), "unknown and ended look alike");
        here[4].Lives.Should().BeTrue();
        here[4].Entries.Should().NotBeEmpty();
        (await FollowAsync(town.Other, asked)).News.Should().OnlyContain(one => one.Equals(new HistoryNews()), "another host's certificate opens none of them");
    }

    [Fact]
    [Trait("Invariant", "I-16")]
    public async Task Only_a_web_host_asks_and_what_comes_along_is_checked_as_ever()
    {
        var hanako = await town.HanakoAsync();
        var ask = Question((hanako.Secret, 0)).ToByteArray();

        (await town.Host.Self.SendAsync(Method, ask, null)).Reason.Should().Be("OK");
        (await town.City.Anybody.SendAsync(Method, ask, null)).Reason.Should().Be("CLIENT_CERTIFICATE_REQUIRED");
        (await town.Hospital.SendAsync(Method, ask, null)).Reason.Should().Be("PERMISSION_DENIED");
        (await town.City.Steward.SendAsync(Method, ask, null)).Reason.Should().Be("PERMISSION_DENIED");
        (await town.Host.Self.SendAsync(Method, ask, "x")).Reason.Should().Be("UNAUTHENTICATED");
        (await town.Host.Self.SendAsync(Method, ask, town.Host.Self.Proof(Method, []))).Reason.Should().Be("CALL_PROOF_MISMATCHED");
        (await hanako.SendAsync(Method, ask, null)).Reason.Should().Be("CALL_PROOF_REQUIRED");
        (await hanako.AskAsync(Method, Question((hanako.Secret, 0)))).Reason.Should().Be("PERMISSION_DENIED", "a host asks, and no session for others");
        (await town.Host.Self.SendAsync(Method, ask, null, 0, ("pds-mandate", "mdt_aaaaaaaaaaaaaaaaaaaaaaaaaa"))).Reason.Should().Be("CALL_PROOF_REQUIRED");
        CallMethods.All.Where(method => method.SecretsInMessage).Should().ContainSingle().Which.Path.Should().Be(Method);
    }

    [Fact]
    public async Task What_is_asked_has_bounds()
    {
        var hanako = await town.HanakoAsync();
        foreach (var wrong in new[]
        {
            new ListNewEntriesRequest(), Question((hanako.Secret, -2)), Question((hanako.Secret, long.MaxValue)),
            Question([.. Enumerable.Repeat((hanako.Secret, 0L), Acts.MostAtOnce + 1)]),
        })
        {
            (await town.Host.Self.SendAsync(Method, wrong.ToByteArray(), null)).Reason.Should().Be("INVALID_ARGUMENT");
        }

        var most = await FollowAsync(town.Host, [.. Enumerable.Repeat((hanako.Secret, 0L), Acts.MostAtOnce)]);
        most.News.Should().HaveCount(Acts.MostAtOnce).And.OnlyContain(one => one.Lives);
        most.News.Sum(one => one.Entries.Sum(entry => entry.Body.Length)).Should().BeLessThan(1024 * 1024 + 65_536);
    }

    private static async Task<ListNewEntriesResponse> FollowAsync(TestWebHost host, params (string Secret, long First)[] asked) =>
        (await host.Self.SendAsync(Method, Question(asked).ToByteArray(), null)).Read<ListNewEntriesResponse>();

    private static ListNewEntriesRequest Question(params (string Secret, long First)[] asked) =>
        new() { Histories = { asked.Select(one => new FollowedHistory { SessionSecret = one.Secret, FirstSeq = one.First }) } };
}
