using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.TestCity;
using Pds.Web.Tests.World;
using ResidentPages;

namespace Pds.Web.Tests.Matrix;

/// <summary>
/// One city for the matrix: 花子, of whom everything exists that an address or a form can name, those whose pages the others are, and everybody who
/// should not get in.
/// </summary>
public sealed partial class MatrixCity : IAsyncLifetime
{
    private const string Words = "花子だけの質問";
    private readonly List<IDisposable> _browsers = [];

    internal WebCity World { get; private set; } = null!;

    /// <summary>What can be named, by the name that the table uses.</summary>
    internal Dictionary<string, Target> Targets { get; } = new(StringComparer.Ordinal);

    /// <summary>Those whose pages these are, by name.</summary>
    internal Dictionary<string, Visitor> Owners { get; } = new(StringComparer.Ordinal);

    /// <summary>Those who try.</summary>
    internal List<Visitor> Others { get; } = [];

    /// <summary>Her names and values, which stand on no page of anybody else.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["花子", "ハナコ", "1944", Words];

    public async ValueTask InitializeAsync()
    {
        World = await WebCity.StartAsync();

        // Signed in, and then nothing for forty minutes.
        var late = new Visitor("a session that ran out", await BrowserAsync("taro", "clerk-aoi"));
        Others.Add(await (late with { Role = StaffRole.Counter }).WithTokensAsync());
        World.Clock.Shift += TimeSpan.FromMinutes(40);

        await OwnersAsync();
        await TargetsAsync();
        await OthersAsync();
    }

    public ValueTask DisposeAsync()
    {
        _browsers.ForEach(one => one.Dispose());
        return World.DisposeAsync();
    }

    /// <summary>Everything that a form could have changed, as text: her history but for what was only looked at, and what staff decide on.</summary>
    internal async Task<string> StateAsync()
    {
        var (text, her) = (new StringBuilder(), await World.SignInAsync("hanako"));
        await foreach (var entry in her.ListHistoryAsync())
        {
            if (entry.Entry is not (Ledger.RepresentativeLooked or Ledger.StaffLooked))
            {
                text.Append(CultureInfo.InvariantCulture, $"{entry.Index} {entry.Entry?.GetType().Name}\n");
            }
        }

        (await her.Mandates.ListAsync()).ToList().ForEach(one => text.AppendLine($"{one.MandateId} {one.State}"));
        (await her.ListPasskeysAsync()).ToList().ForEach(one => text.AppendLine(one.PasskeyId));
        text.AppendLine((await her.GetNoticeSettingsAsync()).ToString());
        await foreach (var one in her.ListCorrectionsAsync())
        {
            text.AppendLine(one.CorrectionId);
        }

        await foreach (var one in her.ListQuestionsAsync())
        {
            text.AppendLine($"{one.QuestionId} {one.AnswerTime is null}");
        }

        await foreach (var one in World.Steward.Steward.ListOrganizationsAsync())
        {
            text.AppendLine($"{one.OrganizationId} {one.State} {one.Etag}");
        }

        await foreach (var one in World.Steward.Steward.ListStaffAsync())
        {
            text.AppendLine(one.StaffId);
        }

        await foreach (var one in World.Host.Catalogue.ListPurposesAsync())
        {
            text.AppendLine($"{one.Code}@{one.Version} {one.State}");
        }

        await foreach (var one in World.Host.Catalogue.ListDatasetsAsync())
        {
            text.AppendLine($"{one.Code}@{one.Version} {one.State}");
        }

        var desk = (await World.SignInStaffAsync("clerk-midori")).Desk;
        (await desk.ListPaperCasesAsync()).ToList().ForEach(one => text.AppendLine(one.CaseId));
        return text.ToString();
    }

    private async Task OwnersAsync()
    {
        await World.AddStaffAsync("sakura", World.Steward.OrganizationId, StaffRole.Counter);
        await World.AddStaffAsync("natsuko", World.Steward.OrganizationId, StaffRole.Counter);
        Owners["hanako"] = new Visitor("herself", await BrowserAsync("hanako")) { IsResident = true };
        Owners["nobody"] = new Visitor("nobody", await BrowserAsync());
        foreach (var (name, card, role) in new[]
        {
            ("clerk-aoi", "clerk-aoi", StaffRole.Counter), ("clerk-midori", "clerk-midori", StaffRole.Counter), ("clerk-free", "sakura", StaffRole.Counter),
            ("clerk-letter", "natsuko", StaffRole.Counter),
            ("steward", "steward", StaffRole.Steward), ("reviewer", "reviewer", StaffRole.Reviewer),
        })
        {
            Owners[name] = await new Visitor(name, await BrowserAsync(null, card)) { Role = role }.WithTokensAsync();
        }
    }

    private async Task OthersAsync()
    {
        var (natsuko, ichiro, kiku) = (await BrowserAsync("natsuko"), await BrowserAsync("ichiro"), await BrowserAsync("kiku"));
        await ActAsync(natsuko, Targets["helped"].Real);
        await ActAsync(ichiro, Targets["seen"].Real);
        await World.AddStaffAsync("kiku", World.Hospital.OrganizationId, StaffRole.Counter);
        Others.Add(await new Visitor("nobody", await BrowserAsync()).WithTokensAsync());
        Others.Add(await new Visitor("another resident", await BrowserAsync("taro")) { IsResident = true }.WithTokensAsync());
        Others.Add(await new Visitor("a helper who sees the history alone", natsuko) { Acts = [MandateAct.History] }.WithTokensAsync());
        Others.Add(await new Visitor("a helper who sees what is stored alone", ichiro) { Acts = [MandateAct.Records] }.WithTokensAsync());
        Others.Add(await new Visitor("an erased resident", kiku) { IsGone = true }.WithTokensAsync());
        Others.Add(await new Visitor("clerk-hospital", await BrowserAsync(null, "kiku")) { Role = StaffRole.Counter }.WithTokensAsync());
        Others.Add(await new Visitor("another resident in a clerk's browser", await BrowserAsync("taro", "sakura")) { IsResident = true, Role = StaffRole.Counter }.WithTokensAsync());
        Others.AddRange(Owners.Values.Where(one => one.Role is not null));
        await EraseAsync("kiku");
    }

    private async Task TargetsAsync()
    {
        foreach (var person in new[] { "natsuko", "ichiro", "kiku", "sakura", "steward" })
        {
            await World.VisitAsync(person);
        }

        await AskedAndGivenAsync();
        await DeskAsync();
        await PeopleAsync();
        await StewardAsync();
        var her = await World.SignInAsync("hanako");
        Add("record", (await her.ListRecordsAsync("basic-four@1").FirstAsync()).RecordId);
        Add("takeaway", await TakeAwayAsync(Owners["hanako"].Client));
        Add("passkey", await PasskeyAsync(her));
        using var begun = await PostAsync(Owners["hanako"], "/settings/passkeys", ("name", "試験"));
        foreach (var (name, text) in new[] { ("dataset", "basic-four@1"), ("field", "address"), ("kind", "404"), ("purpose", "hospital-booking@1"), ("one", "1") })
        {
            Targets[name] = Target.Common(text);
        }
    }

    private async Task AskedAndGivenAsync()
    {
        var hanako = Owners["hanako"];
        var answered = await World.AskAsync();
        using var declined = await PostAsync(hanako, $"/requests/{answered.ConsentRequestId}", ("answer", "no"), ("request_id", Actor.NewRequestId()));
        var asked = await World.AskAsync();
        var grant = await World.GrantAsync(asked);
        using var drafted = await PostAsync(
            hanako, $"/requests/{asked.ConsentRequestId}", ("answer", "yes"), ("yes", asked.Items[2].GrantId), ("until", "asked"), ("request_id", Actor.NewRequestId()));
        await World.Hospital.FetchNewReceiptsAsync().CountAsync();
        await World.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        await World.Hospital.RequestDataAsync(new DataRequest(grant, ["name"]));
        var uses = await World.Hanako.ListUsesAsync(grant).ToListAsync();
        Add("answered", answered.ConsentRequestId);
        Add("request", asked.ConsentRequestId);
        Add("grant", grant);
        Add("asked", asked.Items[2].GrantId);
        Add("done", declined.Headers.Location!.OriginalString.Split('/')[^1]);
        Add("confirm", drafted.Headers.Location!.OriginalString.Split('/')[^1]);
        Targets["use"] = new Target(uses[0].Evidence.Index.ToString(CultureInfo.InvariantCulture), "999999");
        Targets["entry"] = new Target((uses[0].Evidence.Index + 1).ToString(CultureInfo.InvariantCulture), "999999");
        Add("question", (await World.Hanako.AskQuestionAsync(uses[^1].Evidence.Index, Words)).QuestionId);
        var shops = await World.EnrollKnownAsync("むつ商店会");
        Add("live", await World.GrantAsync(await shops.RequestConsentAsync(await World.Hanako.IssueReferenceAsync(shops.OrganizationId), ["shop-birthday@1"])));
    }

    // Two papers, one of them read by the second person too; a visit of hers with one clerk and of another resident with the other; a call.
    private async Task DeskAsync()
    {
        var water = await World.EnrollKnownAsync("しもきた水道");
        await water.RequestConsentAsync(await World.Hanako.IssueReferenceAsync(water.OrganizationId), ["water-moving@1"]);
        var read = await PaperAsync("water-moving@1");
        await (await World.SignInStaffAsync("clerk-midori")).Desk.GetPaperScanAsync(read);
        using var confirmed = await PostAsync(Owners["clerk-midori"], $"/desk/paper/cases/{read}", ("consent", "yes"), ("request_id", Actor.NewRequestId()));
        Add("paper-receipt", confirmed.Headers.Location!.OriginalString.Split('/')[^1]);
        var given = await World.Hanako.ListConsentsAsync().SingleAsync(one => one.Purpose == "water-moving@1");
        await World.Hanako.PauseAsync(given);
        Add("paused", given.GrantId);
        Add("case", await PaperAsync("hospital-booking@1"));
        Add("form", (await (await World.SignInStaffAsync("clerk-aoi")).Desk.PrintFormAsync("hospital-booking@1")).FormId);
        Targets["number"] = new Target(World.Numbers["hanako"], "0000000000");
        Targets["other"] = Target.Common(World.Numbers["taro"]);
        await World.Steward.Steward.EnterRegisterFactsAsync(new EnterRegisterFactsRequest
        {
            ResidentId = World.Hanako.Facts!.ResidentId, EvidenceDigest = Google.Protobuf.ByteString.CopyFrom(new byte[32]),
            Relations = { new RegisterRelation { GuardianId = World.Taro.Facts!.ResidentId, Relation = MandateRelation.AdultGuardian } },
        });
        Add("letter", (await (await World.SignInStaffAsync("clerk-aoi")).Desk.OrderLetterAsync(World.Numbers["hanako"])).LetterId);
        using var typing = await PostAsync(Owners["clerk-letter"], "/desk", ("act", "letter"));
        Add("typing", VisitIn().Match(typing.Headers.Location!.OriginalString).Value);
        Add("visit", await OpenVisitAsync(Owners["clerk-aoi"], "hanako"));
        await OpenVisitAsync(Owners["clerk-midori"], "taro");
        using var call = await PostAsync(Owners["clerk-free"], "/desk", ("act", "call"), ("number", World.Numbers["hanako"]));
        Add("call", call.Headers.Location!.OriginalString.Split('/')[^1]);
    }

    private async Task PeopleAsync()
    {
        Add("helped", await World.MandateAsync("hanako", "natsuko", "見本 夏子", true, MandateAct.History));
        Add("seen", await World.MandateAsync("hanako", "ichiro", "見本 一郎", true, MandateAct.Records));
        Add("offer", await World.MandateAsync("sakura", "hanako", "見本 花子", false, MandateAct.History));
        Add("ended", await World.MandateAsync("hanako", "steward", "担当 すすむ", true, MandateAct.History));
        Add("acting", await World.MandateAsync("steward", "hanako", "見本 花子", true, MandateAct.History));
        var code = (await (await World.SignInAsync("sakura")).Mandates.MakeCodeAsync("見本 さくら")).Code;
        using var drafted = await PostAsync(Owners["hanako"], "/people/add", ("code", code), ("name", "見本 花子"), ("acts", "history"), ("months", "1"));
        Add("mandate", drafted.Headers.Location!.OriginalString.Split('/')[^1]);
    }

    private async Task StewardAsync()
    {
        Add("organization", (await World.EnrollNewAsync("試験の店")).OrganizationId);
        await World.Hospital.ProposePurposeAsync(Proposed());
        Targets["proposed"] = Target.Common("matrix-purpose");
        Targets["ending"] = Target.Common("wellbeing-survey");
        Targets["approved"] = Target.Common("wellbeing-statistics");
    }

    private async Task<string> PaperAsync(string purpose)
    {
        var desk = (await World.SignInStaffAsync("clerk-aoi")).Desk;
        var form = await desk.PrintFormAsync(purpose);
        byte[] scan = [.. "%PDF-1.7\n"u8, .. Guid.NewGuid().ToByteArray()];
        return (await desk.RecordPaperAsync(form.FormId, World.Numbers["hanako"], scan, new PaperMarks { Consent = Mark.Yes })).CaseId;
    }

    private async Task<string> OpenVisitAsync(Visitor clerk, string resident)
    {
        using var begun = await PostAsync(clerk, "/desk", ("act", "visit"));
        using var pressed = await PressedCard.PressAsync(clerk.Client.Http, begun.Headers.Location!, resident);
        using var back = await clerk.Client.GetAsync(pressed.Headers.Location!.AbsoluteUri);
        return VisitIn().Match(back.Headers.Location!.OriginalString).Value;
    }

    private static async Task<string> TakeAwayAsync(PageClient client)
    {
        using var begun = await client.PostAsync("/take-away", await client.FormOfAsync("/take-away"));
        using var pressed = await PressedCard.PressAsync(client.Http, begun.Headers.Location!, "hanako");
        using var back = await client.GetAsync(pressed.Headers.Location!.AbsoluteUri);
        return back.Headers.Location!.OriginalString.Split('/')[^1];
    }

    private async Task<string> PasskeyAsync(ResidentSession her)
    {
        using var phone = new TestPasskey();
        var origin = World.Web.Address.AbsoluteUri.TrimEnd('/');
        var begun = await World.Host.StartSignInAsync();
        var sitting = her.SittingOfPasskey(begun.Challenge, begun.PasskeyRpId, phone.NewData());
        var evidence = sitting.WithIdToken(await PressedCard.IdTokenAsync(World.Web, World.Keys, "hanako", sitting.Challenge));
        return (await her.RegisterPasskeyAsync(begun.Challenge, phone.Register(begun.Challenge, origin), evidence, "試験の電話")).PasskeyId;
    }

    private async Task EraseAsync(string person)
    {
        var session = await World.SignInAsync(person);
        var shown = await session.ShowErasureAsync();
        var sitting = session.SittingOfErasure(shown);
        await session.EraseAsync(shown, sitting.WithIdToken(await PressedCard.IdTokenAsync(World.Web, World.Keys, person, sitting.Challenge)));
    }

    private static async Task ActAsync(PageClient client, string mandate)
    {
        using var over = await client.PostAsync("/people", [.. await client.FormOfAsync("/people/add"), new("mandate", mandate)]);
        over.Headers.Location!.OriginalString.Should().NotBe("/sign-in");
    }

    private static async Task<HttpResponseMessage> PostAsync(Visitor by, string path, params (string Name, string Value)[] fields)
    {
        var token = await by.TokenAsync(by.Role is null ? "/reading" : "/staff");
        return await by.Client.PostAsync(path, [new("form_token", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
    }

    private async Task<PageClient> BrowserAsync(string? resident = null, string? staff = null)
    {
        var client = new PageClient(World);
        _browsers.Add(client);
        if (staff is not null)
        {
            await client.SignInStaffAsync(staff);
        }

        if (resident is not null)
        {
            await client.SignInAsync(resident);
        }

        return client;
    }

    private void Add(string name, string id) => Targets[name] = Target.Of(id);

    private static Purpose Proposed() => new()
    {
        Code = "matrix-purpose", Version = 1, Dataset = "basic-four@1", RequiredFields = { "name" }, NameJa = "試験の目的", TextJa = "氏名を見て、確かめます。", BenefitJa = "早く終わります。",
        RefusalConsequenceJa = "何も変わりません。", LawfulBasis = "consent", DpvCode = "dpv:ServiceProvision", NoticeUrl = "https://hospital.example/notice",
        Ceilings = new Ceilings { ValidityDays = 30, Frequency = new Frequency { Calls = 1, Period = FrequencyPeriod.Day }, RetentionDays = 0, Mode = UseMode.View },
        ExpireTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddYears(1)),
    };

    [GeneratedRegex("vis_[a-z2-7]{26}")]
    private static partial Regex VisitIn();
}
