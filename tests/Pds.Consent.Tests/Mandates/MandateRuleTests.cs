using Pds.Ledger;

namespace Pds.Consent.Tests.Mandates;

/// <summary>What may be done under a mandate: the table of rules, and that nothing is allowed which a role does not have.</summary>
[Trait("Feature", "G5")]
public sealed class MandateRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly ResidentId Guardian = ResidentId.New();
    private static readonly MandateSubject Booking = new("fhir-appointment", "hospital-booking", Extends: false);

    [Theory]
    [InlineData("stands", null)]
    [InlineData("offered", 1)]
    [InlineData("ended", 1)]
    [InlineData("not begun", 2)]
    [InlineData("over", 2)]
    [InlineData("died", 3)]
    [InlineData("nominee of the living", 3)]
    [InlineData("no relation", 4)]
    [InlineData("another relation", 4)]
    [InlineData("eighteen today", 4)]
    [InlineData("seventeen", null)]
    [InlineData("helper decides", 5)]
    [InlineData("act not named", 6)]
    [InlineData("dataset not named", 7)]
    [InlineData("sensitive dataset", 8)]
    [InlineData("sensitive purpose", 8)]
    [InlineData("extends", 9)]
    [Trait("Feature", "G1")]
    [Trait("Feature", "G2")]
    [Trait("Feature", "C6")]
    public void The_first_rule_that_fails_is_the_answer(string what, int? rule)
    {
        var mandate = Of(MandateRole.Proxy);
        var ward = Of(MandateRole.Guardian) with { Relation = MandateRelation.Parent };
        var today = TokyoTime.DateOf(Now);
        MandateFacts Facts(MandateSubject? about = null, bool died = false) => new(RegisterFacts.Nothing with { Died = died }, about ?? Booking);
        MandateFacts Child(MandateRelation kind, DateOnly? adult) => new(new RegisterFacts(false, false, [new RegisterRelation(Guardian.ToString(), kind, adult)]));
        var (tried, facts) = what switch
        {
            "offered" => (mandate with { State = MandateState.Offered }, Facts()),
            "ended" => (mandate with { State = MandateState.Ended }, Facts()),
            "not begun" => (mandate with { Starts = Now.AddTicks(1) }, Facts()),
            "over" => (mandate with { Ends = Now }, Facts()),
            "died" => (mandate, Facts(died: true)),
            "nominee of the living" => (mandate with { AfterDeath = true }, Facts()),
            "no relation" => (ward, Facts()),
            "another relation" => (ward, Child(MandateRelation.AdultGuardian, null)),
            "eighteen today" => (ward, Child(MandateRelation.Parent, today)),
            "seventeen" => (ward, Child(MandateRelation.Parent, today.AddDays(1))),
            "helper decides" => (Of(MandateRole.Helper) with { Acts = [MandateAct.Grant] }, Facts()),
            "act not named" => (mandate with { Acts = [MandateAct.History] }, Facts()),
            "dataset not named" => (mandate, Facts(Booking with { Dataset = "basic-four" })),
            "sensitive dataset" => (mandate with { Datasets = [] }, Facts(new MandateSubject("fhir-condition", "other", false))),
            "sensitive purpose" => (mandate, Facts(Booking with { Purpose = "hospital-history" })),
            "extends" => (mandate, Facts(Booking with { Extends = true })),
            _ => (mandate, Facts()),
        };

        MandateRules.FirstFailing(tried, MandateAct.Grant, Now, facts).Should().Be(rule);
        if (rule is { } number)
        {
            MandateRules.ReasonOf(number).Should().Be(number <= 4 ? RefusalReason.MandateNotAccepted : RefusalReason.OutsideMandate);
        }
    }

    [Fact]
    public void Whatever_a_mandate_says_its_role_is_the_most_it_can_be()
    {
        var random = new Random(20260401);
        for (var run = 0; run < 5000; run++)
        {
            var role = (MandateRole)random.Next(1, 4);
            var mandate = Of(role) with
            {
                Acts = [.. Enum.GetValues<MandateAct>().Where(_ => random.Next(2) == 0)],
                State = (MandateState)random.Next(1, 4),
                Starts = Now.AddHours(random.Next(-2, 2)),
                Ends = Now.AddHours(random.Next(-2, 3)),
                AfterDeath = random.Next(4) == 0,
            };
            var register = RegisterFacts.Nothing with { Died = random.Next(4) == 0 };
            foreach (var act in Enum.GetValues<MandateAct>())
            {
                var allowed = MandateRules.FirstFailing(mandate, act, Now, new MandateFacts(register)) is null;

                allowed.Should().Be(
                    mandate.State == MandateState.Active && mandate.Starts <= Now && Now < mandate.Ends && mandate.AfterDeath == register.Died
                    && mandate.Acts.Contains(act) && MandateRules.Of(role).Contains(act));
            }
        }
    }

    [Fact]
    public void A_helper_starts_nothing_a_proxy_sees_no_value_and_each_has_less_than_the_next()
    {
        MandateRules.Of(MandateRole.Helper).Should().NotContain([MandateAct.Grant, MandateAct.Decline, MandateAct.Values]);
        MandateRules.Of(MandateRole.Proxy).Should().NotContain(MandateAct.Values).And.Contain(MandateRules.Of(MandateRole.Helper));
        MandateRules.Of(MandateRole.Guardian).Should().Contain(MandateRules.Of(MandateRole.Proxy));
        MandateRules.AfterDeath.Should().NotContain(MandateAct.Grant);
    }

    [Fact]
    public void Limits_name_what_the_catalogue_has_and_a_guardians_are_fewer()
    {
        var datasets = MunicipalCatalogue.Datasets.Select(one => one.Id.Code.ToString()).ToList();
        var purposes = MunicipalCatalogue.Purposes.Select(one => one.Id.Code.ToString()).ToList();
        foreach (var role in Enum.GetValues<MandateRole>())
        {
            MandateLimits.Of(role).Datasets.Should().BeSubsetOf(datasets);
            MandateLimits.Of(role).Purposes.Should().BeSubsetOf(purposes);
        }

        int Count(MandateRole role) => MandateLimits.Of(role).Datasets.Count + MandateLimits.Of(role).Purposes.Count;
        Count(MandateRole.Guardian).Should().BeLessThan(Count(MandateRole.Proxy));
    }

    [Theory]
    [InlineData("0123456789", "0123456789")]
    [InlineData("OIL2a BCDEF", "0112abcdef")]
    [InlineData("０１２３４ ５６７８９", "0123456789")]
    [InlineData("01234-56789", "0123456789")]
    [InlineData("012345678", null)]
    [InlineData("0123456u89", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_code_is_read_as_people_type_it(string? typed, string? code) =>
        (MandateCode.TryRead(typed, out var read) ? read : null).Should().Be(code);

    private static Mandate Of(MandateRole role) => new()
    {
        Id = MandateId.New(),
        Resident = ResidentId.New(),
        Actor = Guardian,
        Role = role,
        Acts = MandateRules.Of(role),
        Datasets = ["fhir-appointment"],
        Starts = Now.AddDays(-1),
        Ends = Now.AddDays(1),
        ActorName = "見本 次郎",
        ResidentName = "見本 花子",
        State = MandateState.Active,
        OfferedAt = Now.AddDays(-1),
    };
}
