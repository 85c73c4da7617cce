using Google.Protobuf;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Edge;
using Pds.TestCity;

namespace Pds.Server.Tests.Mandates;

/// <summary>Everything that must not work under a mandate, over the wire.</summary>
[Collection(nameof(MandateCity))]
public sealed class RefusedUnderAMandate(MandateCity town)
{
    private const string List = MandateCity.Consents + "ListConsents";

    [Fact]
    [Trait("Feature", "G5")]
    [Trait("Feature", "C6")]
    [Trait("Invariant", "I-16")]
    public async Task Whatever_the_table_does_not_open_nobody_does_for_another()
    {
        var (_, daughter, mandate) = await town.FamilyAsync();
        var acting = await daughter.ComeAgainAsync(mandate);
        var closed = CallMethods.All.Where(method => (method.Residents || method.SessionsOnly) && method.Under.Count == 0).ToList();

        // Extending, going on, taking away, erasing, keys, sessions, and mandates themselves: appointing others among them.
        closed.Select(method => method.Path).Should().Contain(
            ["/pds.v1.ConsentService/Resume", "/pds.v1.ResidentService/EraseResident", "/pds.v1.ResidentService/IssueReference", "/pds.v1.SessionService/RegisterPasskey",
            "/pds.v1.MandateService/CreateMandateCode", "/pds.v1.MandateService/GetMandateDocument", "/pds.v1.MandateService/OfferMandate", "/pds.v1.MandateService/AcceptMandate"]);
        foreach (var method in closed)
        {
            (await acting.SendAsync(method.Path, [])).Reason.Should().Be("OUTSIDE_MANDATE", method.Path);
        }
    }

    [Fact]
    [Trait("Feature", "S1")]
    public async Task Unknown_anothers_offered_ended_and_expired_look_alike()
    {
        var (mother, daughter, mandate) = await town.FamilyAsync(days: 0);
        var (_, _, foreign) = await town.FamilyAsync();
        var offered = await mother.OfferAsync(daughter, mother.Wish(await daughter.CodeAsync(), MandateRole.Helper));
        var (_, third, ended) = await town.FamilyAsync();
        await third.EndAsync(ended);

        async Task<Answer> TryAsync(Person who, string named) => await (await who.ComeAgainAsync(named)).AskAsync(List, new ListConsentsRequest());
        var answers = new List<Answer>
        {
            await TryAsync(daughter, MandateId.New().ToString()), await TryAsync(daughter, foreign), await TryAsync(daughter, offered),
            await TryAsync(third, ended), await TryAsync(daughter, "no mandate at all"), await TryAsync(mother, mandate),
        };
        (await TryAsync(daughter, mandate)).Reason.Should().Be("OK");
        town.Later(TimeSpan.FromDays(1));
        answers.Add(await TryAsync(daughter, mandate));

        answers.Should().OnlyContain(answer => answer.Reason == "MANDATE_NOT_ACCEPTED");
        answers.Select(answer => Convert.ToHexString(answer.WithoutRequestId())).Distinct().Should().ContainSingle("nobody learns which it is");
        (await town.HistoryOfAsync(mother)).OfType<RepresentativeLooked>().Should().ContainSingle("what was refused looked at nothing");
        (await daughter.ComeAgainAsync()).Mandate.Should().BeNull();
        (await daughter.MandatesAsync()).Single(one => one.MandateId == mandate).State.Should().Be(MandateState.Expired);
    }

    [Fact]
    [Trait("Feature", "G5")]
    public async Task Each_act_is_its_own_permission_and_a_helper_starts_nothing()
    {
        var (mother, helper, mandate) = await town.FamilyAsync(MandateRole.Helper, [MandateAct.Withdraw]);
        var item = await mother.AskedAsync();
        (await mother.GrantAsync(mother.Session, item)).Reason.Should().Be("OK");
        var acting = await helper.ComeAgainAsync(mandate);

        (await acting.AskAsync("/pds.v1.DisclosureService/ListUses", new ListUsesRequest())).Reason.Should().Be("OUTSIDE_MANDATE");
        (await acting.AskAsync("/pds.v1.VaultService/ListRecords", new ListRecordsRequest())).Reason.Should().Be("OUTSIDE_MANDATE");
        (await acting.AskAsync("/pds.v1.VaultService/ReadRecords", new ReadRecordsRequest())).Reason.Should().Be("OUTSIDE_MANDATE");
        (await acting.AskAsync(MandateCity.Consents + "Decline", new DeclineRequest())).Reason.Should().Be("OUTSIDE_MANDATE");
        (await acting.AskAsync(MandateCity.Consents + "Grant", new GrantRequest())).Reason.Should().Be("OUTSIDE_MANDATE");
        (await acting.AskAsync(MandateCity.Consents + "GetConsentDocument", new GetConsentDocumentRequest())).Reason.Should().Be("OUTSIDE_MANDATE");
        (await acting.AskAsync(MandateCity.Consents + "Withdraw", new WithdrawRequest { GrantId = item.GrantId, RequestId = Actor.NewRequestId() }))
            .Reason.Should().Be("OK", "that is what she was asked to");
        foreach (var beyond in new[] { MandateAct.Decline, MandateAct.Grant, MandateAct.Values })
        {
            (await mother.Session.AskAsync(MandateCity.Service + "GetMandateDocument", mother.Wish(await helper.CodeAsync(), MandateRole.Helper, [beyond])))
                .Reason.Should().Be("INVALID_ARGUMENT", beyond.ToString());
        }

        (await mother.Session.AskAsync(MandateCity.Service + "GetMandateDocument", mother.Wish(await helper.CodeAsync(), acts: [MandateAct.Values])))
            .Reason.Should().Be("INVALID_ARGUMENT", "a proxy sees no values either");
    }

    [Fact]
    [Trait("Feature", "G5")]
    public async Task Sensitive_purposes_and_datasets_not_named_stay_hers()
    {
        var (mother, daughter, mandate) = await town.FamilyAsync();
        var (illness, emergency) = (await mother.AskedAsync("hospital-history@1"), await mother.AskedAsync("hospital-emergency@1"));
        var acting = await daughter.ComeAgainAsync(mandate);
        var wish = mother.Wish(await daughter.CodeAsync());
        wish.Datasets.Add("fhir-condition");

        foreach (var item in new[] { illness, emergency })
        {
            (await acting.AskAsync(MandateCity.Consents + "GetConsentDocument", new GetConsentDocumentRequest { GrantId = item.GrantId, Choices = new Narrowing() }))
                .Reason.Should().Be("OUTSIDE_MANDATE", item.Purpose);
            var shown = await mother.Session.ShowAsync(item);
            (await acting.GrantAsync(item, shown, TestSession.StepUp(town.Provider.Token(daughter.Subject, TestSession.ChallengeOf(shown)), shown)))
                .Reason.Should().Be("OUTSIDE_MANDATE", item.Purpose);
        }

        (await mother.Session.AskAsync(MandateCity.Service + "GetMandateDocument", wish)).Reason.Should().Be("INVALID_ARGUMENT", "nor can she entrust it");
        (await mother.GrantAsync(mother.Session, illness)).Reason.Should().Be("OK", "she herself may");
    }

    [Fact]
    [Trait("Feature", "S3")]
    public async Task Header_and_proof_must_name_the_same_mandate_and_only_a_session_has_one()
    {
        var (_, daughter, mandate) = await town.FamilyAsync();
        var session = await daughter.ComeAgainAsync();
        var message = new ListConsentsRequest().ToByteArray();

        (await session.SendAsync(List, message, session.Proof(List, message), headers: ("pds-mandate", mandate))).Reason.Should().Be("CALL_PROOF_MISMATCHED");
        (await session.SendAsync(List, message, session.Proof(List, message, claims => claims["mandate"] = mandate))).Reason.Should().Be("CALL_PROOF_MISMATCHED");
        (await session.SendAsync(
            List, message, session.Proof(List, message, claims => claims["mandate"] = mandate), headers: [("pds-mandate", mandate), ("pds-mandate", mandate)]))
            .Reason.Should().Be("CALL_PROOF_MISMATCHED", "two mandates are none");
        using var device = await DeviceAsync();
        (device.Clock, device.Mandate) = (town.Time, mandate);
        (await device.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("MANDATE_NOT_ACCEPTED");
        town.Hospital.Mandate = mandate;
        (await town.Hospital.AskAsync(List, new ListConsentsRequest())).Reason.Should().Be("MANDATE_NOT_ACCEPTED");
        town.Hospital.Mandate = null;
    }

    [Fact]
    [Trait("Feature", "G11")]
    public async Task A_code_works_once_for_an_hour_and_not_for_oneself()
    {
        var (mother, daughter) = (await town.ComesAsync("hanako"), await town.ComesAsync("jiro"));
        async Task<string> ReasonAsync(string code) => (await mother.Session.AskAsync(MandateCity.Service + "GetMandateDocument", mother.Wish(code))).Reason;

        (await ReasonAsync(await mother.CodeAsync())).Should().Be("MANDATE_CODE_NOT_ACCEPTED", "her own");
        (await ReasonAsync("0000000000")).Should().Be("MANDATE_CODE_NOT_ACCEPTED");
        (await ReasonAsync("' or 1=1")).Should().Be("MANDATE_CODE_NOT_ACCEPTED");
        var first = await daughter.CodeAsync();
        var second = await daughter.CodeAsync();
        (await ReasonAsync(first)).Should().Be("MANDATE_CODE_NOT_ACCEPTED", "a newer one took its place");
        (await ReasonAsync($"{second[..5].ToUpperInvariant()} {second[5..]}")).Should().Be("OK", "as somebody types it");
        await mother.OfferAsync(daughter, mother.Wish(second));
        (await ReasonAsync(second)).Should().Be("MANDATE_CODE_NOT_ACCEPTED", "used");
        (await ReasonAsync(await daughter.CodeAsync())).Should().Be("ALREADY_EXISTS", "the two have one already");
        var (late, sister) = (await daughter.CodeAsync(), await town.ComesAsync("sister"));
        town.Later(TimeSpan.FromHours(1));
        await sister.ComeAgainAsync();
        (await sister.Session.AskAsync(MandateCity.Service + "GetMandateDocument", sister.Wish(late))).Reason.Should().Be("MANDATE_CODE_NOT_ACCEPTED", "an hour is over");
    }

    [Fact]
    [Trait("Invariant", "I-18")]
    public async Task Wishes_out_of_form_name_the_member()
    {
        var (mother, daughter) = (await town.ComesAsync("hanako"), await town.ComesAsync("jiro"));
        var code = await daughter.CodeAsync();
        (string Field, Action<GetMandateDocumentRequest> Bend)[] bends =
        [
            ("role", one => one.Role = MandateRole.Unspecified), ("role", one => one.Role = MandateRole.Guardian), ("acts", one => one.Acts.Clear()),
            ("acts", one => one.Acts.Add(MandateAct.History)), ("acts", one => one.Acts.Add((MandateAct)99)), ("acts", one => one.AfterDeath = true),
            ("datasets", one => one.Datasets.Clear()), ("datasets", one => one.Datasets.Add("basic-four")), ("datasets", one => one.Datasets.Add("No Code")),
            ("datasets", one => { one.Acts.Remove(MandateAct.Grant); }), ("last_day", one => one.LastDay = ""), ("last_day", one => one.LastDay = town.Day(-1)),
            ("last_day", one => one.LastDay = town.Day(370)), ("last_day", one => one.LastDay = "2026-02-30"), ("resident_name", one => one.ResidentName = ""),
            ("resident_name", one => one.ResidentName = new string('花', 41)), ("resident_name", one => one.ResidentName = "花\n子"), ("code", one => one.Code = ""),
        ];

        foreach (var (field, bend) in bends)
        {
            var wish = mother.Wish(code);
            bend(wish);
            var answer = await mother.Session.AskAsync(MandateCity.Service + "GetMandateDocument", wish);
            answer.Reason.Should().Be("INVALID_ARGUMENT", field);
            answer.Status.Details.Single(one => one.Is(Google.Rpc.BadRequest.Descriptor)).Unpack<Google.Rpc.BadRequest>().FieldViolations.Single().Field.Should().Be(field);
        }

        var unknown = mother.Wish(code);
        unknown.Datasets.Add("not-there");
        (await mother.Session.AskAsync(MandateCity.Service + "GetMandateDocument", unknown)).Reason.Should().Be("DATASET_NOT_VALID");
        (await mother.Session.AskAsync(MandateCity.Service + "GetMandateDocument", mother.Wish(code))).Reason.Should().Be("OK", "nothing was lost");
        (await daughter.Session.AskAsync(MandateCity.Service + "CreateMandateCode", new CreateMandateCodeRequest { Name = " " }))
            .Reason.Should().Be("INVALID_ARGUMENT");
    }

    [Fact]
    [Trait("Feature", "S6")]
    public async Task Anothers_mandate_is_neither_accepted_nor_ended_by_a_stranger()
    {
        var (mother, daughter, stranger) = (await town.ComesAsync("hanako"), await town.ComesAsync("jiro"), await town.ComesAsync("stranger"));
        var offered = await mother.OfferAsync(daughter, mother.Wish(await daughter.CodeAsync()));
        async Task<Answer> AcceptAsync(Person who, string mandate) => await who.Session.AskAsync(
            MandateCity.Service + "AcceptMandate", new AcceptMandateRequest { MandateId = mandate, RequestId = Actor.NewRequestId() });

        var none = await AcceptAsync(stranger, MandateId.New().ToString());
        none.Reason.Should().Be("NOT_FOUND");
        (await AcceptAsync(stranger, offered)).WithoutRequestId().Should().Equal(none.WithoutRequestId());
        (await AcceptAsync(mother, offered)).Reason.Should().Be("NOT_FOUND", "nobody accepts her own offer");
        (await stranger.EndAsync(offered)).Reason.Should().Be("NOT_FOUND");
        (await AcceptAsync(daughter, offered)).Reason.Should().Be("OK");
        (await AcceptAsync(daughter, offered)).Reason.Should().Be("MOVE_NOT_ALLOWED");
        (await town.Hospital.AskAsync(MandateCity.Service + "EndMandate", new EndMandateRequest { MandateId = offered, Ground = "なし", RequestId = Actor.NewRequestId() }))
            .Reason.Should().Be("PERMISSION_DENIED");
        (await mother.Session.AskAsync(MandateCity.Service + "EndMandate", new EndMandateRequest { MandateId = offered, Ground = "市のふり", RequestId = Actor.NewRequestId() }))
            .Reason.Should().Be("INVALID_ARGUMENT", "a ground is the city's");
    }

    [Fact]
    [Trait("Feature", "G11")]
    public async Task An_offer_waits_seven_days()
    {
        var (mother, daughter) = (await town.ComesAsync("hanako"), await town.ComesAsync("jiro"));
        var offered = await mother.OfferAsync(daughter, mother.Wish(await daughter.CodeAsync()));

        town.Later(TimeSpan.FromDays(7));
        await daughter.ComeAgainAsync();

        (await daughter.Session.AskAsync(MandateCity.Service + "AcceptMandate", new AcceptMandateRequest { MandateId = offered, RequestId = Actor.NewRequestId() }))
            .Reason.Should().Be("MOVE_NOT_ALLOWED");
        (await daughter.MandatesAsync()).Single().State.Should().Be(MandateState.Expired);
    }

    // Enrolled by the moved clock.
    private async Task<TestResident> DeviceAsync()
    {
        var (vault, key) = (await town.City.NewVaultAsync(), Es256Key.Create());
        await town.City.Anybody.CallAsync<EnrollDeviceResponse>(
            "/pds.v1.ResidentService/EnrollDevice",
            TestResident.Enrolment(town.City, key, vault.DeviceCode, claims => claims["iat"] = town.Time.GetUtcNow().ToUnixTimeSeconds()));
        return new TestResident(town.City, vault.ResidentId, key);
    }
}
