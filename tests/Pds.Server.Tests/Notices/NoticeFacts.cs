using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Notices;
using Pds.TestCity;
using NoticeChannel = Pds.Protocol.V1.NoticeChannel;
using NoticeKind = Pds.Protocol.V1.NoticeKind;
using NoticeRhythm = Pds.Protocol.V1.NoticeRhythm;

namespace Pds.Server.Tests.Notices;

/// <summary>Residents are told of what happens, as they chose, over real SMTP: once, without a value of theirs, and never of somebody else's things.</summary>
[Trait("Feature", "T7")]
public sealed class NoticeFacts
{
    private const string Settings = "/pds.v1.NotificationService/GetNoticeSettings";
    private const string Letters = "/pds.v1.NotificationService/ListLetters";
    private const string Printed = "/pds.v1.NotificationService/MarkLetterPrinted";

    [Fact]
    public async Task A_new_request_and_a_first_use_are_told_once_and_without_a_value()
    {
        await using var town = await NoticeCity.StartAsync();
        var story = await Story.PlayAsync(town.City);
        var (hanako, water) = (story.Hanako, await town.City.EnrollNamedAsync("しもきた水道"));
        (await town.ChooseAsync(hanako, NoticeChannel.Mail)).Reason.Should().Be("OK");
        (await town.TurnAsync()).Should().Be(0, "what was before she chose is not told");

        await water.AskConsentAsync(await hanako.ReferenceForAsync(water), "water-moving@1");
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"))).Reason.Should().Be("OK");
        (await town.TurnAsync()).Should().Be(1);
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("address"))).Reason.Should().Be("OK");
        (await town.TurnAsync()).Should().Be(0, "the second use is not the first");

        var mail = town.Mail.Caught.Should().ContainSingle().Subject;
        mail.To.Should().Be("hanako@example.jp");
        mail.Text.Should().Contain("しもきた水道から、新しいお願いが1件").And.Contain("むつ総合病院が、あなたの情報をはじめて使いました").And.Contain("https://localhost:7444");
        foreach (var value in new[] { "見本", "花子", "1958", "氏名", "住所", "引っ越し", story.Consent.GrantId, hanako.ResidentId, story.Reference })
        {
            (mail.Subject + mail.Text).Should().NotContain(value, "a message holds who and how many, and no value");
        }

        var sent = (await town.EntriesAsync(hanako)).OfType<NoticesSent>().Should().ContainSingle().Subject;
        sent.Channel.Should().Be("mail");
        mail.Id.Should().StartWith(sent.Notice.ToString());
    }

    [Fact]
    [Trait("Feature", "T13")]
    public async Task A_daily_digest_waits_for_the_morning_and_tells_everything_together()
    {
        await using var town = await NoticeCity.StartAsync();
        var hanako = await town.City.NewResidentAsync();
        await town.ChooseAsync(hanako, NoticeChannel.Mail, NoticeRhythm.Daily);
        var water = await town.City.EnrollNamedAsync("しもきた水道");
        await town.Hospital.AskConsentAsync(await hanako.ReferenceForAsync(town.Hospital), "hospital-registration@1");
        await town.Hospital.AskConsentAsync(await hanako.ReferenceForAsync(town.Hospital), "hospital-booking@1");
        await water.AskConsentAsync(await hanako.ReferenceForAsync(water), "water-moving@1");

        (await town.TurnAsync()).Should().Be(0);
        town.Pass(TimeSpan.FromHours(24));
        (await town.TurnAsync()).Should().Be(1);

        town.Mail.Caught.Single().Text.Should().Contain("むつ総合病院から、新しいお願いが2件").And.Contain("しもきた水道から、新しいお願いが1件");
    }

    [Theory]
    [Trait("Feature", "T13")]
    [InlineData(NoticeRhythm.Daily, "2026-11-26T00:30:00+09:00", "2026-11-26T08:00:00+09:00")]
    [InlineData(NoticeRhythm.Daily, "2026-11-26T08:00:00+09:00", "2026-11-27T08:00:00+09:00")]
    [InlineData(NoticeRhythm.Weekly, "2026-11-26T12:00:00+09:00", "2026-11-30T08:00:00+09:00")]
    [InlineData(NoticeRhythm.Weekly, "2026-11-30T07:59:00+09:00", "2026-11-30T08:00:00+09:00")]
    [InlineData(NoticeRhythm.Weekly, "2026-11-30T08:00:00+09:00", "2026-12-07T08:00:00+09:00")]
    [InlineData(NoticeRhythm.AtOnce, "2026-11-30T08:00:00+09:00", "2026-11-30T08:00:00+09:00")]
    public void Digests_go_out_on_tokyo_mornings(NoticeRhythm rhythm, string happened, string due) =>
        NoticeTimes.DueAt((Pds.Server.Notices.NoticeRhythm)rhythm, DateTimeOffset.Parse(happened, System.Globalization.CultureInfo.InvariantCulture))
            .Should().Be(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    [Trait("Feature", "T13")]
    public async Task Only_the_kinds_she_chose_are_told_and_none_after_she_chose_none()
    {
        await using var town = await NoticeCity.StartAsync();
        var story = await Story.PlayAsync(town.City);
        await town.ChooseAsync(story.Hanako, NoticeChannel.Mail, NoticeRhythm.AtOnce, null, NoticeKind.NewRequest);

        (await story.Hospital.RequestDataAsync(await story.PrepareAsync("name"))).Reason.Should().Be("OK");
        await town.TurnAsync();
        await town.ChooseAsync(story.Hanako, NoticeChannel.None);
        await story.Hospital.AskConsentAsync(story.Reference, "hospital-booking@1");
        await town.TurnAsync();

        town.Mail.Caught.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_ninety_days_she_is_reminded_and_fourteen_days_before_the_end_she_is_told()
    {
        await using var town = await NoticeCity.StartAsync();
        var story = await Story.PlayAsync(town.City);
        await town.ChooseAsync(story.Hanako, NoticeChannel.Mail);
        var ends = story.Consent.Terms.EndTime.ToDateTimeOffset();

        foreach (var days in new[] { 89, 1, 1, 89 })
        {
            town.Pass(TimeSpan.FromDays(days));
            await town.TurnAsync();
            await town.TurnAsync();
        }

        town.Mail.Caught.Should().HaveCount(2).And.OnlyContain(mail => mail.Text.Contains("今、使ってよいことになっているものが1件", StringComparison.Ordinal));
        town.Pass(ends - TimeSpan.FromDays(13) - town.Clock.GetUtcNow());
        await town.TurnAsync();
        town.Pass(TimeSpan.FromDays(1));
        await town.TurnAsync();

        town.Mail.Caught.Count(mail => mail.Text.Contains("もうすぐ終わります", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task What_the_mail_server_refuses_is_tried_again_after_a_pause_and_a_steward_sees_it()
    {
        await using var town = await NoticeCity.StartAsync();
        var hanako = await AskedAsync(town);
        town.Mail.Refuses = true;

        (await town.TurnAsync()).Should().Be(0);
        (await town.TurnAsync()).Should().Be(0);
        var seen = await UndeliveredAsync(town, givenUp: false);
        seen.Should().ContainSingle().Which.FailedTries.Should().Be(1, "the second turn came before its pause was over");
        seen[0].Fault.Should().Be("refused");
        seen[0].ResidentId.Should().Be(hanako.ResidentId);
        seen[0].ToString().Should().NotContain("example.jp");

        town.Mail.Refuses = false;
        town.Pass(TimeSpan.FromMinutes(1), town.City.Steward);
        (await town.TurnAsync()).Should().Be(1);
        (await UndeliveredAsync(town, givenUp: false)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_never_taken_is_given_up_and_said_so()
    {
        await using var town = await NoticeCity.StartAsync();
        await AskedAsync(town);
        town.Mail.Refuses = true;
        for (var n = 0; n < NoticeMessage.MostTries; n++)
        {
            await town.TurnAsync();
            town.Pass(TimeSpan.FromHours(6), town.City.Steward);
        }

        (await UndeliveredAsync(town, givenUp: true)).Should().ContainSingle().Which.NextTryTime.Should().BeNull();
        town.Mail.Refuses = false;
        (await town.TurnAsync()).Should().Be(0);
        town.Mail.Caught.Should().BeEmpty();
    }

    [Fact]
    public async Task A_mail_whose_taking_was_not_heard_of_comes_again_under_the_same_id()
    {
        await using var town = await NoticeCity.StartAsync();
        var hanako = await AskedAsync(town);
        town.Mail.BreaksOffAfterTaking = true;
        (await town.TurnAsync()).Should().Be(0);
        town.Mail.BreaksOffAfterTaking = false;
        town.Pass(TimeSpan.FromMinutes(1));
        (await town.TurnAsync()).Should().Be(1);

        town.Mail.Caught.Should().HaveCount(2);
        town.Mail.Caught[0].Id.Should().Be(town.Mail.Caught[1].Id);
        (await town.EntriesAsync(hanako)).OfType<NoticesSent>().Should().ContainSingle("at least once outside, once in the log");
    }

    [Fact]
    public async Task A_restart_neither_forgets_nor_repeats()
    {
        var folder = Directory.CreateTempSubdirectory("pds-notices-").FullName;
        try
        {
            await using (var town = await NoticeCity.StartAsync(options => options.Data = folder))
            {
                await AskedAsync(town);
                await new TellResidents(town.City.Server.Roles.Recorder).RunAsync(NoticeCity.Stop);
            }

            using var mail = new MailCatcher(System.Net.IPAddress.Loopback);
            await using var again = await City.StartAsync(
                options => (options.Data, options.SmtpHost, options.SmtpPort, options.NoticeSeconds) = (folder, "127.0.0.1", mail.Port, 1), enrolSteward: false);
            for (var patience = System.Diagnostics.Stopwatch.StartNew(); mail.Caught.Count == 0; await Task.Delay(50, NoticeCity.Stop))
            {
                patience.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60), "the server's own turn sends it");
            }

            await new TellResidents(again.Server.Roles.Recorder).RunAsync(NoticeCity.Stop);
            mail.Caught.Should().ContainSingle();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Letters_wait_for_the_printer_and_leave_when_a_steward_says_so()
    {
        await using var town = await NoticeCity.StartAsync();
        var hanako = await town.City.NewResidentAsync();
        await town.ChooseAsync(hanako, NoticeChannel.Letter);
        await town.Hospital.AskConsentAsync(await hanako.ReferenceForAsync(town.Hospital), "hospital-registration@1");
        await town.TurnAsync();

        var letter = (await town.City.Steward.CallAsync<ListLettersResponse>(Letters, new ListLettersRequest())).Letters.Should().ContainSingle().Subject;
        letter.ResidentId.Should().Be(hanako.ResidentId);
        letter.Html.Should().Contain("むつ総合病院から、新しいお願いが1件").And.NotContain("<script").And.NotContain("https://");
        var mark = new MarkLetterPrintedRequest { NoticeId = letter.NoticeId, RequestId = Actor.NewRequestId() };
        (await town.City.Steward.AskAsync(Printed, mark)).Reason.Should().Be("OK");
        (await town.City.Steward.AskAsync(Printed, mark)).Reason.Should().Be("OK", "twice is once");
        mark.RequestId = Actor.NewRequestId();
        (await town.City.Steward.AskAsync(Printed, mark)).Reason.Should().Be("NOT_FOUND");

        (await town.City.Steward.CallAsync<ListLettersResponse>(Letters, new ListLettersRequest())).Letters.Should().BeEmpty();
        (await town.EntriesAsync(hanako)).OfType<NoticesSent>().Should().ContainSingle().Which.By.ToString().Should().Be(town.City.Steward.Id);
        (await hanako.AskAsync(Letters, new ListLettersRequest())).Reason.Should().Be("PERMISSION_DENIED");
        (await town.Hospital.AskAsync(Letters, new ListLettersRequest())).Reason.Should().Be("PERMISSION_DENIED");
        town.Mail.Commands.Should().Be(0);
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused_and_says_where()
    {
        await using var town = await NoticeCity.StartAsync();
        var hanako = await town.City.NewResidentAsync();
        string[] bad =
        [
            "hanako", "@", "a@b@c", "hanako@example.jp\r\nBcc: x@example.jp", "花子@example.jp", "hanako@example.jp, x@example.jp", "Hanako <hanako@example.jp>",
            " hanako@example.jp", new string('a', 250) + "@b.jp",
        ];

        foreach (var address in bad)
        {
            (await town.ChooseAsync(hanako, NoticeChannel.Mail, mail: address)).Reason.Should().Be("INVALID_ARGUMENT", address);
        }

        (await town.ChooseAsync(hanako, NoticeChannel.Letter, mail: "hanako@example.jp")).Reason.Should().Be("INVALID_ARGUMENT");
        (await town.ChooseAsync(hanako, NoticeChannel.Unspecified)).Reason.Should().Be("INVALID_ARGUMENT");
        (await town.ChooseAsync(hanako, NoticeChannel.None, (NoticeRhythm)9)).Reason.Should().Be("INVALID_ARGUMENT");
        (await town.ChooseAsync(hanako, NoticeChannel.None, NoticeRhythm.Daily, null, NoticeKind.Ending, NoticeKind.Ending)).Reason.Should().Be("INVALID_ARGUMENT");
        var usual = await hanako.CallAsync<NoticeSettings>(Settings, new GetNoticeSettingsRequest());
        (usual.Channel, usual.MailAvailable).Should().Be((NoticeChannel.None, true));
    }

    [Fact]
    public async Task Without_a_mail_server_mail_cannot_be_chosen_and_letters_can()
    {
        await using var town = await NoticeCity.StartAsync(options => options.SmtpHost = "");
        var hanako = await town.City.NewResidentAsync();

        (await town.ChooseAsync(hanako, NoticeChannel.Mail)).Reason.Should().Be("NOTICE_CHANNEL_UNAVAILABLE");
        (await town.ChooseAsync(hanako, NoticeChannel.Letter)).Reason.Should().Be("OK");
    }

    [Fact]
    public async Task To_another_machine_nothing_is_told_without_tls()
    {
        MailServer.SecurityOf("mail.city.example", 587).Should().Be(MailKit.Security.SecureSocketOptions.StartTls);
        MailServer.SecurityOf("mail.city.example", 465).Should().Be(MailKit.Security.SecureSocketOptions.SslOnConnect);
        var own = System.Net.Dns.GetHostAddresses(System.Net.Dns.GetHostName())
            .FirstOrDefault(address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && !System.Net.IPAddress.IsLoopback(address));
        Assert.SkipWhen(own is null, "This machine has no address but its own.");
        using var mail = new MailCatcher(own!);

        var fault = await new MailServer(new ServerOptions { SmtpHost = own!.ToString(), SmtpPort = mail.Port, MailFrom = "pds@mutsu.example" })
            .SendAsync("hanako@example.jp", "s", "t", "ntc_a", DateTimeOffset.UtcNow, NoticeCity.Stop);

        fault.Should().Be(MailFault.NotSecure);
        mail.Caught.Should().BeEmpty();
    }

    [Fact]
    public async Task An_erased_resident_leaves_neither_address_nor_message()
    {
        await using var town = await NoticeCity.StartAsync();
        var hanako = await AskedAsync(town);
        town.Mail.Refuses = true;
        await town.TurnAsync();

        await hanako.EraseAsync();

        var rows = town.City.Server.Roles.Recorder.Rows;
        (await rows.ListAsync(Table.NoticeChoices, LinkColumn.Parent, hanako.ResidentId, 0, 10, NoticeCity.Stop)).Should().BeEmpty();
        (await rows.ListAsync(Table.WaitingNotices, LinkColumn.Other, hanako.ResidentId, 0, 10, NoticeCity.Stop)).Should().BeEmpty();
        (await rows.ListAsync(Table.NoticeMessages, LinkColumn.Other, hanako.ResidentId, 0, 10, NoticeCity.Stop)).Should().BeEmpty();
    }

    // Somebody who wants mail at once, and a request that is to be told.
    private static async Task<TestResident> AskedAsync(NoticeCity town)
    {
        var hanako = await town.City.NewResidentAsync();
        await town.ChooseAsync(hanako, NoticeChannel.Mail);
        await town.Hospital.AskConsentAsync(await hanako.ReferenceForAsync(town.Hospital), "hospital-registration@1");
        return hanako;
    }

    private static async Task<IReadOnlyList<UndeliveredNotice>> UndeliveredAsync(NoticeCity town, bool givenUp) =>
        (await town.City.Steward.CallAsync<ListUndeliveredResponse>(
            "/pds.v1.NotificationService/ListUndelivered", new ListUndeliveredRequest { GivenUp = givenUp })).Notices;
}
