using Google.Protobuf;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.Mandates;

/// <summary>Guardians, whom the city registers, and the register that is asked at every act.</summary>
[Collection(nameof(MandateCity))]
public sealed class Guardians(MandateCity town)
{
    private const string List = MandateCity.Consents + "ListConsents";
    private static readonly ByteString Papers = ByteString.CopyFrom(new byte[32]);

    [Fact]
    [Trait("Feature", "G1")]
    public async Task A_parent_acts_for_a_minor_until_the_day_she_is_eighteen()
    {
        var (child, parent) = (await town.ComesAsync("child"), await town.ComesAsync("parent"));
        await RegisterAsync(child, died: false, lacking: false, Relation(parent, MandateRelation.Parent, adultIn: 2));
        var mandate = await parent.AcceptAsync((await GuardianAsync(child, parent, MandateRelation.Parent)).Read<RegisterGuardianResponse>().Mandate.MandateId);
        var item = await child.AskedAsync("hospital-history@1");

        (await parent.GrantAsync(await parent.ComeAgainAsync(mandate), item)).Reason.Should().Be("OK", "a guardian decides on illness too");
        town.Later(TimeSpan.FromDays(1));
        (await (await parent.ComeAgainAsync(mandate)).AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("OK");
        town.Later(TimeSpan.FromDays(1));

        (await (await parent.ComeAgainAsync(mandate)).AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("MANDATE_NOT_ACCEPTED", "it is her birthday");
        var history = await town.HistoryOfAsync(child);
        history.OfType<ConsentGranted>().Single().Acting.Should().Be(new Acting("web") { Role = "guardian", Mandate = mandate });
        var registered = history.OfType<GuardianRegistered>().Single();
        (registered.Relation, registered.By.ToString(), Pds.Consent.TokyoTime.DateOf(registered.Ends)).Should().Be(
            ("parent", town.City.Steward.Id, Pds.Consent.TokyoTime.DateOf(town.Time.GetUtcNow())));
    }

    [Fact]
    [Trait("Feature", "G1")]
    [Trait("Feature", "G2")]
    public async Task A_relation_that_leaves_the_register_stops_the_very_next_act()
    {
        var (ward, guardian) = (await town.ComesAsync("ward"), await town.ComesAsync("guardian"));
        (await GuardianAsync(ward, guardian)).Reason.Should().Be("RELATION_NOT_IN_REGISTER");
        await RegisterAsync(ward, died: false, lacking: true, Relation(guardian, MandateRelation.AdultGuardian));
        var registered = (await GuardianAsync(ward, guardian)).Read<RegisterGuardianResponse>().Mandate;
        (await GuardianAsync(ward, guardian)).Reason.Should().Be("ALREADY_EXISTS");
        var acting = await guardian.ComeAgainAsync(registered.MandateId);
        (await acting.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("MANDATE_NOT_ACCEPTED", "she has not taken it on");
        await guardian.AcceptAsync(registered.MandateId);
        (await acting.AskAsync("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest())).Reason.Should().Be("OK", "a guardian sees the values");

        await RegisterAsync(ward, died: false, lacking: true);

        (await acting.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("MANDATE_NOT_ACCEPTED");
        var history = await town.HistoryOfAsync(ward);
        history.OfType<RegisterChanged>().Select(one => one.Relations.Count).Should().Equal(1, 0);
        history.OfType<RepresentativeLooked>().Select(one => one.What).Should().Equal("values");
    }

    [Fact]
    [Trait("Feature", "G2")]
    public async Task A_person_of_the_stewards_staff_registers_by_the_numbers_of_two_letters_and_is_named_in_the_entry()
    {
        var (hers, others) = (await town.City.NewVaultAsync(), await town.City.NewVaultAsync());
        var steward = await town.Host.FirstStaffAsync(town.Provider, "steward-" + Actor.NewRequestId(), town.City.Steward.Id, StaffRole.Steward);
        var clerk = await town.Host.FirstStaffAsync(town.Provider, "clerk-" + Actor.NewRequestId(), town.City.Steward.Id, StaffRole.Counter);
        RegisterGuardianRequest Wish(Action<RegisterGuardianRequest>? change = null)
        {
            var wish = new RegisterGuardianRequest
            {
                ResidentNumber = hers.ResidentNumber, GuardianNumber = others.ResidentNumber, Relation = MandateRelation.AdultGuardian, Acts = { MandateAct.History },
                LastDay = town.Day(90), ResidentName = "見本 さくら", GuardianName = "見本 花子", EvidenceDigest = Papers, RequestId = Actor.NewRequestId(),
            };
            change?.Invoke(wish);
            return wish;
        }

        Task<Answer> AskAsync(TestStaff who, RegisterGuardianRequest wish) => who.AskAsync(MandateCity.Service + "RegisterGuardian", wish);
        (await AskAsync(steward, Wish())).Reason.Should().Be("RELATION_NOT_IN_REGISTER", "the papers alone are not enough");
        (await town.City.Steward.AskAsync(MandateCity.Service + "EnterRegisterFacts", new EnterRegisterFactsRequest
        {
            ResidentId = hers.ResidentId, EvidenceDigest = Papers, RequestId = Actor.NewRequestId(),
            Relations = { new RegisterRelation { GuardianId = others.ResidentId, Relation = MandateRelation.AdultGuardian } },
        })).Reason.Should().Be("OK");

        (await AskAsync(clerk, Wish())).Reason.Should().Be("PERMISSION_DENIED", "the counter makes no guardians");
        (await AskAsync(steward, Wish(wish => wish.GuardianNumber = Pds.Consent.ResidentNumber.New().ToString()))).Reason.Should().Be("NOT_FOUND");
        (await AskAsync(steward, Wish(wish => wish.ResidentNumber = "1234567890"))).Reason.Should().Be("INVALID_ARGUMENT", "not a number of a letter");
        (await AskAsync(steward, Wish(wish => wish.ResidentId = hers.ResidentId))).Reason.Should().Be("INVALID_ARGUMENT", "two names for one person");
        (await AskAsync(steward, Wish(wish => wish.GuardianNumber = hers.ResidentNumber))).Reason.Should().Be("INVALID_ARGUMENT", "nobody is her own guardian");
        var registered = (await AskAsync(steward, Wish())).Read<RegisterGuardianResponse>().Mandate;
        (await AskAsync(steward, Wish())).Reason.Should().Be("ALREADY_EXISTS");

        var subject = "guardian-" + Actor.NewRequestId();
        var guardian = new Person(town, subject, "guardian", await town.Host.FirstVisitAsync(town.Provider, subject, others.DeviceCode));
        await guardian.AcceptAsync(registered.MandateId);
        (await (await guardian.ComeAgainAsync(registered.MandateId)).AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("OK");
        var ward = new Person(town, "w" + subject, "ward", await town.Host.FirstVisitAsync(town.Provider, "w" + subject, hers.DeviceCode));
        (await town.HistoryOfAsync(ward)).OfType<GuardianRegistered>().Single().Staff.ToString().Should().Be(steward.Self.StaffId);
    }

    [Fact]
    [Trait("Feature", "G3")]
    public async Task Who_cannot_decide_alone_is_not_asked_before_a_guardian_is_there()
    {
        var (ward, guardian) = (await town.ComesAsync("ward"), await town.ComesAsync("guardian"));
        var reference = await ward.Session.ReferenceForAsync(town.Hospital);
        Task<Answer> AskAsync() => town.Hospital.AskAsync(MandateCity.Consents + "RequestConsent", new RequestConsentRequest
        {
            ResidentRef = reference, Items = { new AskedItem { Purpose = "hospital-registration@1" } }, RequestId = Actor.NewRequestId(),
        });
        await RegisterAsync(ward, died: false, lacking: true, Relation(guardian, MandateRelation.AdultGuardian));

        (await AskAsync()).Reason.Should().Be("REQUEST_HELD_BY_CITY");
        var mandate = (await GuardianAsync(ward, guardian)).Read<RegisterGuardianResponse>().Mandate.MandateId;
        (await AskAsync()).Reason.Should().Be("REQUEST_HELD_BY_CITY", "registered is not yet accepted");
        await guardian.AcceptAsync(mandate);

        (await AskAsync()).Reason.Should().Be("OK");
        (await town.HistoryOfAsync(ward)).OfType<ConsentRequested>().Should().ContainSingle("what was held back reached nobody");
    }

    [Fact]
    [Trait("Feature", "G5")]
    public async Task A_guardian_keeps_away_from_a_shorter_list_and_from_what_is_in_force()
    {
        var (ward, guardian) = (await town.ComesAsync("ward"), await town.ComesAsync("guardian"));
        await RegisterAsync(ward, died: false, lacking: false, Relation(guardian, MandateRelation.AdultGuardian));
        var mandate = await guardian.AcceptAsync((await GuardianAsync(ward, guardian)).Read<RegisterGuardianResponse>().Mandate.MandateId);
        var planning = await town.City.EnrollNamedAsync("むつ市 企画課");
        planning.Clock = town.Time;
        var survey = await planning.AskConsentAsync(await ward.Session.ReferenceForAsync(planning), "wellbeing-statistics@1");

        (await (await guardian.ComeAgainAsync(mandate)).AskAsync(
            MandateCity.Consents + "GetConsentDocument", new GetConsentDocumentRequest { GrantId = survey.GrantId, Choices = new Narrowing() }))
            .Reason.Should().Be("OUTSIDE_MANDATE", "nobody answers for somebody how happy she is");
    }

    [Fact]
    [Trait("Feature", "G11")]
    public async Task A_death_ends_what_was_for_her_life_and_begins_the_nominees()
    {
        var (mother, daughter, mandate) = await town.FamilyAsync();
        var nominee = await daughter.AcceptAsync(await mother.OfferAsync(
            daughter, mother.Wish(await daughter.CodeAsync(), acts: [MandateAct.History, MandateAct.Records, MandateAct.Withdraw], afterDeath: true)));
        async Task<string> ReasonAsync(string named) => (await (await daughter.ComeAgainAsync(named)).AskAsync(List, new ListConsentsRequest())).Reason;
        (await ReasonAsync(mandate)).Should().Be("OK");
        (await ReasonAsync(nominee)).Should().Be("MANDATE_NOT_ACCEPTED", "she lives");

        await RegisterAsync(mother, died: true, lacking: false);

        (await ReasonAsync(mandate)).Should().Be("MANDATE_NOT_ACCEPTED");
        (await ReasonAsync(nominee)).Should().Be("OK");
        (await town.City.Steward.AskAsync(
            MandateCity.Service + "EndMandate", new EndMandateRequest { MandateId = mandate, Ground = "死亡のため", RequestId = Actor.NewRequestId() })).Reason.Should().Be("OK");
        var ended = (await town.HistoryOfAsync(mother)).OfType<MandateEnded>().Single();
        (ended.By, ended.Reason).Should().Be(("city", "死亡のため"));
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public async Task What_is_out_of_form_and_whoever_is_no_steward_is_refused()
    {
        var (ward, guardian) = (await town.ComesAsync("ward"), await town.ComesAsync("guardian"));
        var relation = Relation(guardian, MandateRelation.AdultGuardian);
        EnterRegisterFactsRequest Entry(params RegisterRelation[] relations) => new()
        {
            ResidentId = ward.Id.ToString(), EvidenceDigest = Papers, RequestId = Actor.NewRequestId(), Relations = { relations },
        };
        var nobody = Entry();
        nobody.ResidentId = ResidentId.New().ToString();
        var brief = Entry();
        brief.EvidenceDigest = ByteString.CopyFrom(new byte[31]);
        (EnterRegisterFactsRequest Message, string Reason)[] tries =
        [
            (nobody, "NOT_FOUND"), (brief, "INVALID_ARGUMENT"), (Entry(relation, relation), "INVALID_ARGUMENT"),
            (Entry(Relation(ward, MandateRelation.AdultGuardian)), "INVALID_ARGUMENT"), (Entry(Relation(guardian, MandateRelation.Parent)), "INVALID_ARGUMENT"),
            (Entry(Relation(guardian, MandateRelation.AdultGuardian, adultIn: 3)), "INVALID_ARGUMENT"), (Entry(Relation(guardian, (MandateRelation)9)), "INVALID_ARGUMENT"),
        ];

        foreach (var (message, reason) in tries)
        {
            (await town.City.Steward.AskAsync(MandateCity.Service + "EnterRegisterFacts", message)).Reason.Should().Be(reason);
        }

        (await town.Hospital.AskAsync(MandateCity.Service + "EnterRegisterFacts", Entry(relation))).Reason.Should().Be("PERMISSION_DENIED");
        (await guardian.Session.AskAsync(MandateCity.Service + "EnterRegisterFacts", Entry(relation))).Reason.Should().Be("PERMISSION_DENIED");
        (await guardian.Session.AskAsync(MandateCity.Service + "RegisterGuardian", new RegisterGuardianRequest())).Reason.Should().Be("PERMISSION_DENIED");
        (await town.HistoryOfAsync(ward)).OfType<RegisterChanged>().Should().BeEmpty();
    }

    private RegisterRelation Relation(Person who, MandateRelation kind, int? adultIn = null) =>
        new() { GuardianId = who.Id.ToString(), Relation = kind, AdultOn = adultIn is { } days ? town.Day(days) : "" };

    private async Task RegisterAsync(Person who, bool died, bool lacking, params RegisterRelation[] relations) =>
        (await town.City.Steward.AskAsync(MandateCity.Service + "EnterRegisterFacts", new EnterRegisterFactsRequest
        {
            ResidentId = who.Id.ToString(), Died = died, LacksCapacity = lacking, Relations = { relations }, EvidenceDigest = Papers, RequestId = Actor.NewRequestId(),
        })).Reason.Should().Be("OK");

    private Task<Answer> GuardianAsync(Person ward, Person guardian, MandateRelation relation = MandateRelation.AdultGuardian) =>
        town.City.Steward.AskAsync(MandateCity.Service + "RegisterGuardian", new RegisterGuardianRequest
        {
            ResidentId = ward.Id.ToString(),
            GuardianId = guardian.Id.ToString(),
            Relation = relation,
            Acts = { MandateAct.History, MandateAct.Records, MandateAct.Values, MandateAct.Decline, MandateAct.Withdraw, MandateAct.Grant },
            LastDay = town.Day(900),
            ResidentName = "見本 さくら",
            GuardianName = "見本 花子",
            EvidenceDigest = Papers,
            RequestId = Actor.NewRequestId(),
        });
}
