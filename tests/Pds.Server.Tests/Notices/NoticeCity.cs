using System.Net;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Notices;
using Pds.Server.Tests.World;
using Pds.TestCity;
using NoticeChannel = Pds.Protocol.V1.NoticeChannel;
using NoticeKind = Pds.Protocol.V1.NoticeKind;
using NoticeRhythm = Pds.Protocol.V1.NoticeRhythm;

namespace Pds.Server.Tests.Notices;

/// <summary>A city with a mail server beside it and a clock that a test moves. The server's own turns are a day apart; a test takes them itself.</summary>
internal sealed class NoticeCity : IAsyncDisposable
{
    private NoticeCity(City city, MailCatcher mail, ShiftedTime clock) => (City, Mail, Clock) = (city, mail, clock);

    public City City { get; }

    public MailCatcher Mail { get; }

    public ShiftedTime Clock { get; }

    public TestOrganization Hospital { get; private set; } = null!;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<NoticeCity> StartAsync(Action<ServerOptions>? change = null)
    {
        var (mail, clock) = (new MailCatcher(IPAddress.Loopback), new ShiftedTime());
        var city = await City.StartAsync(
            options =>
            {
                (options.SmtpHost, options.SmtpPort, options.NoticeSeconds, options.MailFrom) = ("127.0.0.1", mail.Port, 86_400, "pds@mutsu.example");
                change?.Invoke(options);
            },
            clock);
        return new NoticeCity(city, mail, clock) { Hospital = await city.EnrollNamedAsync("むつ総合病院") };
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        Mail.Dispose();
    }

    /// <summary>The server's two turns, once.</summary>
    public async Task<int> TurnAsync()
    {
        var recorder = City.Server.Roles.Recorder;
        await new TellResidents(recorder).RunAsync(Stop);
        return await new SendMails(
            recorder, new NoticeText(recorder.Rows, City.Options), new MailServer(City.Options), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).RunAsync(Stop);
    }

    public Task<Answer> ChooseAsync(
        TestResident who, NoticeChannel channel, NoticeRhythm rhythm = NoticeRhythm.AtOnce, string? mail = null, params NoticeKind[] kinds) =>
        who.AskAsync("/pds.v1.NotificationService/ChooseNoticeSettings", new ChooseNoticeSettingsRequest
        {
            Channel = channel,
            Rhythm = rhythm,
            Kinds = { kinds.Length == 0 ? [NoticeKind.NewRequest, NoticeKind.FirstUse, NoticeKind.Reminder, NoticeKind.Ending] : kinds },
            MailAddress = mail ?? (channel == NoticeChannel.Mail ? "hanako@example.jp" : ""),
            RequestId = Actor.NewRequestId(),
        });

    public async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(TestResident who)
    {
        _ = ResidentId.TryParse(who.ResidentId, out var resident);
        return await City.Server.Roles.Recorder.ReadChainAsync(ChainId.Resident(resident), -1, 1000, new Reader.Owner(), Stop)
            .Select(entry => entry.Entry).ToListAsync(Stop);
    }

    /// <summary>Moves the clock of the city and of everybody who calls.</summary>
    public void Pass(TimeSpan time, params Actor[] callers)
    {
        Clock.Shift += time;
        foreach (var caller in callers)
        {
            caller.Clock = Clock;
        }
    }
}
