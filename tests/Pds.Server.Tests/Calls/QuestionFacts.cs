using System.Text;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Calls;

/// <summary>A question about one use, with a clock (T14): asked once, seen by whom it concerns, answered once, and entered both times.</summary>
[Trait("Feature", "T14")]
public sealed class QuestionFacts
{
    private const string Ask = "/pds.v1.QuestionService/AskQuestion";
    private const string List = "/pds.v1.QuestionService/ListQuestions";
    private const string Answer = "/pds.v1.QuestionService/AnswerQuestion";
    private const string Words = "この日に病院へ行っていません。なぜですか。";

    [Fact]
    public async Task A_question_reaches_the_recipient_of_the_use_and_its_answer_the_resident_and_both_are_entered_without_their_words()
    {
        await using var city = await City.StartAsync();
        var (story, use) = await UsedAsync(city);

        var asked = await story.Hanako.CallAsync<Question>(Ask, About(use));
        var seen = (await story.Hospital.CallAsync<ListQuestionsResponse>(List, new ListQuestionsRequest())).Questions.Single();
        await story.Hospital.CallAsync<Question>(Answer, To(seen, "受付の記録を取り違えました。消しました。"));
        var told = (await story.Hanako.CallAsync<ListQuestionsResponse>(List, new ListQuestionsRequest())).Questions.Single();

        (asked.DueTime.ToDateTimeOffset() - asked.AskTime.ToDateTimeOffset()).Should().Be(TimeSpan.FromDays(14));
        (seen.TextJa, seen.UseIndex, seen.GrantId).Should().Be((Words, 0L, story.Consent.GrantId));
        (told.AnswerJa, told.AnsweredBy, told.UseIndex).Should().Be(("受付の記録を取り違えました。消しました。", story.Hospital.Id, use));
        var bodies = await BodiesAsync(city, story);
        bodies.Should().ContainSingle(body => body.Contains("\"kind\":\"question_asked\"") && body.Contains(asked.QuestionId) && body.Contains("\"use\":" + use));
        bodies.Should().ContainSingle(body => body.Contains("\"kind\":\"question_answered\"") && body.Contains(asked.QuestionId) && body.Contains(story.Hospital.Id));
        bodies.Should().NotContain(body => body.Contains("病院へ行って") || body.Contains("取り違え"));
    }

    [Fact]
    public async Task A_refused_attempt_can_be_asked_about_too()
    {
        await using var city = await City.StartAsync();
        var (story, _) = await UsedAsync(city);
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("sex_at_birth"))).Reason.Should().Be("FIELDS_NOT_GRANTED");
        var refused = (await story.Hanako.CallAsync<ListUsesResponse>("/pds.v1.DisclosureService/ListUses", new ListUsesRequest()))
            .Uses.Single(use => use.Outcome == UseOutcome.Refused);

        var asked = await story.Hanako.CallAsync<Question>(Ask, About(refused.Evidence.Index));

        asked.Recipient.Should().Be(story.Hospital.Id);
    }

    [Fact]
    public async Task Anothers_use_an_entry_that_is_no_use_a_second_question_and_a_second_answer_are_refused()
    {
        await using var city = await City.StartAsync();
        var (story, use) = await UsedAsync(city);
        var taro = await city.NewResidentAsync();
        var granted = await IndexOfGrantAsync(city, story);

        (await ReasonAsync(taro, Ask, About(use))).Should().Be("NOT_FOUND");
        (await ReasonAsync(story.Hanako, Ask, About(granted))).Should().Be("NOT_FOUND");
        (await ReasonAsync(story.Hanako, Ask, About(-1))).Should().Be("NOT_FOUND");
        (await ReasonAsync(story.Hanako, Ask, About(long.MaxValue))).Should().Be("NOT_FOUND");
        foreach (var text in new[] { "", "  ", new string('あ', 401), "\u0007" })
        {
            (await ReasonAsync(story.Hanako, Ask, new AskQuestionRequest { UseIndex = use, TextJa = text, RequestId = Actor.NewRequestId() })).Should().Be("INVALID_ARGUMENT");
        }

        var asked = await story.Hanako.CallAsync<Question>(Ask, About(use));
        (await ReasonAsync(story.Hanako, Ask, About(use))).Should().Be("ALREADY_EXISTS");
        (await ReasonAsync(story.Hospital, Answer, To(asked, ""))).Should().Be("INVALID_ARGUMENT");
        await story.Hospital.CallAsync<Question>(Answer, To(asked, "お答えします。"));
        (await ReasonAsync(story.Hospital, Answer, To(asked, "もう一度お答えします。"))).Should().Be("MOVE_NOT_ALLOWED");
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    public async Task Another_recipient_sees_nothing_of_it_and_a_steward_answers_in_the_place_of_the_recipient()
    {
        await using var city = await City.StartAsync();
        var (story, use) = await UsedAsync(city);
        var shop = await city.NewOrganizationAsync("試験商店", OrganizationRole.Recipient);
        var asked = await story.Hanako.CallAsync<Question>(Ask, About(use));

        (await shop.CallAsync<ListQuestionsResponse>(List, new ListQuestionsRequest())).Questions.Should().BeEmpty();
        (await ReasonAsync(shop, List, new ListQuestionsRequest { OrganizationId = story.Hospital.Id })).Should().Be("PERMISSION_DENIED");
        (await ReasonAsync(shop, Answer, To(asked, "知りません。"))).Should().Be("NOT_FOUND");

        var seen = (await city.Steward.CallAsync<ListQuestionsResponse>(List, new ListQuestionsRequest { OrganizationId = story.Hospital.Id })).Questions.Single();
        var answered = await city.Steward.CallAsync<Question>(Answer, To(seen, "市が確かめました。"));

        answered.AnsweredBy.Should().Be(city.Steward.Id);
    }

    [Fact]
    public async Task Her_words_go_with_her_when_she_is_erased()
    {
        await using var city = await City.StartAsync();
        var (story, use) = await UsedAsync(city);
        var asked = await story.Hanako.CallAsync<Question>(Ask, About(use));

        await story.Hanako.CallAsync<EraseResidentResponse>("/pds.v1.ResidentService/EraseResident", await story.Hanako.PrepareErasureAsync());

        (await story.Hospital.CallAsync<ListQuestionsResponse>(List, new ListQuestionsRequest())).Questions.Should().BeEmpty();
        (await ReasonAsync(story.Hospital, Answer, To(asked, "お答えします。"))).Should().Be("NOT_FOUND");
    }

    private static async Task<(Story Story, long Use)> UsedAsync(City city)
    {
        var story = await Story.PlayAsync(city);
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"))).Reason.Should().Be("OK");
        var uses = await story.Hanako.CallAsync<ListUsesResponse>("/pds.v1.DisclosureService/ListUses", new ListUsesRequest());
        return (story, uses.Uses.Single().Evidence.Index);
    }

    private static AskQuestionRequest About(long use) => new() { UseIndex = use, TextJa = Words, RequestId = Actor.NewRequestId() };

    private static AnswerQuestionRequest To(Question question, string answer) =>
        new() { QuestionId = question.QuestionId, AnswerJa = answer, RequestId = Actor.NewRequestId() };

    private static async Task<string> ReasonAsync(Actor who, string path, Google.Protobuf.IMessage request) => (await who.AskAsync(path, request)).Reason;

    private static async Task<IReadOnlyList<string>> BodiesAsync(City city, Story story) =>
        [.. (await ChainAsync(city, story)).Select(entry => Encoding.UTF8.GetString(entry.Body))];

    private static async Task<long> IndexOfGrantAsync(City city, Story story) =>
        (await ChainAsync(city, story)).Single(entry => entry.Entry is ConsentGranted).Index;

    private static async Task<IReadOnlyList<OpenedEntry>> ChainAsync(City city, Story story)
    {
        ResidentId.TryParse(story.Hanako.ResidentId, out var resident).Should().BeTrue();
        var entries = new List<OpenedEntry>();
        await foreach (var entry in city.Server.Roles.Recorder.ReadChainAsync(ChainId.Resident(resident), -1, 1000, new Reader.Owner(), TestContext.Current.CancellationToken))
        {
            entries.Add(entry);
        }

        return entries;
    }
}
