using Pds.Auditor.Checks;
using Pds.Auditor.Explain;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Explain;

/// <summary>Each call is decided again from the log: what a log tells that should not have been let through is told so.</summary>
[Trait("Feature", "N24")]
public sealed class RetoldDecisions
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly OrganizationId Hospital = OrganizationId.New();

    private readonly AuditedChain chain = new() { Start = 0 };
    private readonly GrantId grant = GrantId.New();
    private readonly ConsentLife life;
    private long index;

    public RetoldDecisions() => life = new ConsentLife(grant);

    [Fact]
    public void A_sound_use_is_allowed_by_all_twelve_rules()
    {
        Give();
        Use(Noon);

        var step = Used();
        step.Contradicted.Should().Be(0);
        step.Trace!.Rules.Should().HaveCount(12).And.OnlyContain(rule => rule.Holds);
        step.Trace.Rules[5].At.Should().Be(Noon.AddDays(100));
        step.Trace.Decision.Should().BeOfType<GateDecision.Allow>().Which.Fields.Should().Equal("name");
    }

    [Theory]
    [InlineData("paused", 5)]
    [InlineData("late", 6)]
    [InlineData("field", 8)]
    [InlineData("range", 9)]
    [InlineData("often", 10)]
    [InlineData("another", 3)]
    public void A_use_that_should_not_have_been_is_told_with_its_rule(string how, int rule)
    {
        Give();
        switch (how)
        {
            case "paused":
                See(new ConsentPaused(Noon, grant, Hospital));
                Use(Noon);
                break;
            case "late":
                Use(Noon.AddDays(100));
                break;
            case "field":
                Use(Noon, ["name", "sex"]);
                break;
            case "range":
                Use(Noon, from: new DateOnly(2025, 12, 31));
                break;
            case "another":
                Use(Noon, who: OrganizationId.New());
                break;
            default:
                Use(Noon);
                Use(Noon);
                Use(Noon);
                break;
        }

        Used().Contradicted.Should().Be(1);
        Used().Trace!.Failed!.Rule.Should().Be(rule);
    }

    [Fact]
    [Trait("Rule", "10")]
    public void A_use_given_back_and_a_new_day_count_from_nothing()
    {
        Give();
        Use(Noon);
        See(new DisclosureStopped(Noon, grant, Hospital, Intend(Noon, ["name"], null, Hospital), "CALL_ABANDONED"));
        Use(Noon);
        Use(Noon.AddDays(1));

        life.Steps.Where(step => step.Kind == "used").Sum(step => step.Contradicted).Should().Be(0);
    }

    [Fact]
    public void A_refusal_is_told_as_its_entry_says_it_and_an_unknown_one_without_a_trace()
    {
        Give();
        See(new DisclosureRefused(Noon, grant, Hospital, 8, "FIELDS_NOT_GRANTED", 2) { Over = new RefusedOver("sex", null, null) });
        See(new DisclosureRefused(Noon, grant, Hospital, 13, "SOMETHING_NEW", 1));
        See(new DisclosureRefused(Noon, grant, Hospital, 0, "CONSENT_PAUSED", 1));

        var refused = life.Steps.Where(step => step.Kind == "refused").ToList();
        (refused[0].Trace!.Failed!.Rule, refused[0].Trace!.Failed!.Field).Should().Be((8, "sex"));
        refused.Skip(1).Should().OnlyContain(step => step.Trace == null);
    }

    [Theory]
    [InlineData("fortnight", "hospital-registration@1")]
    [InlineData("day", "\u202Enone")]
    public void Terms_that_this_version_does_not_know_are_not_judged(string period, string purpose)
    {
        Give(period, purpose);
        Use(Noon, purpose: purpose);

        (Used().Trace, Used().Contradicted).Should().Be((null, 0));
    }

    private LifeStep Used() => life.Steps.Last(step => step.Kind == "used");

    private void Give(string period = "day", string purpose = "hospital-registration@1") => See(new ConsentGranted(Noon)
    {
        Grant = grant,
        ConsentDigest = new byte[32],
        Purpose = purpose,
        Recipient = Hospital,
        Fields = ["name"],
        Starts = Noon,
        Ends = Noon.AddDays(100),
        DataFrom = new DateOnly(2026, 1, 1),
        DataUntil = new DateOnly(2026, 5, 1),
        CallsPerPeriod = 2,
        Period = period,
        RetentionDays = 1,
        Mode = "store",
        EncJkt = "x",
        EvidenceType = "device_signature",
        EvidenceDigest = new byte[32],
    });

    private void Use(
        DateTimeOffset at, IReadOnlyList<string>? fields = null, DateOnly? from = null, OrganizationId? who = null, string purpose = "hospital-registration@1") =>
        See(new Disclosed(at, grant, who ?? Hospital, Intend(at, fields ?? ["name"], from, who ?? Hospital, purpose), new byte[32], 1, fields ?? ["name"]));

    private byte[] Intend(DateTimeOffset at, IReadOnlyList<string> fields, DateOnly? from, OrganizationId who, string purpose = "hospital-registration@1") =>
        See(new DisclosureIntended(at, grant, who, purpose, "m", new byte[32], new byte[32], fields, [])
        {
            DataFrom = from ?? new DateOnly(2026, 1, 1), DataUntil = new DateOnly(2026, 5, 1),
        });

    private byte[] See(LedgerEntry entry)
    {
        var commitment = RandomSource.Bytes(32);
        life.See(new AuditedLeaf(new ExportedLeaf { Index = index++ }, commitment, entry, "leaves/000000.jsonl") { Chain = chain });
        return commitment;
    }
}
