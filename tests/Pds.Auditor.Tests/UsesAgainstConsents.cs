using Pds.Auditor.Checks;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>A6 on intents and what follows them: periods, ranges, uses given back, and answers under one intent.</summary>
[Trait("Feature", "Q2")]
public sealed class UsesAgainstConsents
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly OrganizationId Hospital = OrganizationId.New();

    private readonly AuditedChain chain = new() { Start = 0 };
    private readonly A6Disclosures check = new(new GrantBook());
    private readonly GrantId grant = GrantId.New();
    private long index;

    [Fact]
    [Trait("Rule", "10")]
    public void Each_Tokyo_day_is_counted_by_itself_also_when_entries_cross_midnight()
    {
        Give(calls: 2, "day");
        var lastOfTheDay = Noon.AddHours(12).AddMilliseconds(-1);

        Intend(Noon);
        Intend(lastOfTheDay.AddMilliseconds(1));
        Intend(lastOfTheDay);
        Fault().Should().BeNull();
        Intend(lastOfTheDay);

        Fault().Should().Be(Checks.Fault.TooFrequent);
    }

    [Theory]
    [InlineData("month", 40)]
    [InlineData("year", 300)]
    [InlineData("whole", 360)]
    [InlineData("fortnight", 1)]
    [Trait("Rule", "10")]
    public void Longer_periods_are_counted_whole(string period, int days)
    {
        Give(calls: 1, period);

        Intend(Noon);
        Fault().Should().BeNull();
        Intend(Noon.AddDays(period is "month" ? 29 : period is "year" ? 274 : days));

        Fault().Should().Be(Checks.Fault.TooFrequent);
    }

    [Fact]
    [Trait("Rule", "10")]
    public void A_new_month_counts_from_nothing()
    {
        Give(calls: 1, "month");

        Intend(Noon);
        Intend(Noon.AddDays(30));

        Fault().Should().BeNull();
    }

    [Theory]
    [InlineData("CALL_ABANDONED", null)]
    [InlineData("SHARE_NOT_ACCEPTED", Checks.Fault.TooFrequent)]
    [Trait("Rule", "10")]
    public void A_use_is_given_back_when_nothing_left_unless_the_caller_spoilt_it(string reason, object? expected)
    {
        Give(calls: 1, "day");

        Stop(Intend(Noon), reason);
        Intend(Noon);

        Fault().Should().Be((Fault?)expected);
    }

    [Fact]
    public void A_use_is_given_back_once_and_not_after_data_left()
    {
        Give(calls: 5, "day");
        var (stopped, answered) = (Intend(Noon), Intend(Noon));
        Stop(stopped, "CALL_ABANDONED");
        Disclose(answered);
        Fault().Should().BeNull();

        Stop(stopped, "CALL_ABANDONED");
        Stop(answered, "CALL_ABANDONED");
        Disclose(stopped);

        check.Report.Failures.Should().Be(3);
        Fault().Should().Be(Checks.Fault.IntentOver);
    }

    [Fact]
    public void One_intent_has_at_most_seventeen_answers()
    {
        Give(calls: 1, "day");
        var intent = Intend(Noon);
        Enumerable.Range(0, 17).ToList().ForEach(_ => Disclose(intent));
        Fault().Should().BeNull();

        Disclose(intent);

        Fault().Should().Be(Checks.Fault.TooFrequent);
    }

    [Theory]
    [InlineData("2026-01-01", "2026-02-01", true)]
    [InlineData("2026-01-10", "2026-01-11", true)]
    [InlineData("2025-12-31", "2026-02-01", false)]
    [InlineData("2026-01-01", "2026-02-02", false)]
    [InlineData(null, "2026-02-01", false)]
    [InlineData("2026-01-01", null, false)]
    [InlineData("2026-01-11", "2026-01-10", false)]
    [Trait("Rule", "9")]
    public void The_range_of_an_intent_lies_within_the_consents(string? from, string? until, bool good)
    {
        Give(calls: 1, "day", DateOnly.Parse("2026-01-01", null), DateOnly.Parse("2026-02-01", null));

        Intend(Noon, from is null ? null : DateOnly.Parse(from, null), until is null ? null : DateOnly.Parse(until, null));

        Fault().Should().Be(good ? null : Checks.Fault.RangeNotGranted);
    }

    [Fact]
    [Trait("Feature", "R8")]
    public void Each_act_on_a_consent_follows_the_one_before_it_and_no_other()
    {
        var given = Give(calls: 2, "day");
        var paused = See(new ConsentPaused(Noon, grant, Hospital) { Follows = given });
        See(new ConsentResumed(Noon, grant, Hospital) { Follows = paused });
        Fault().Should().BeNull();

        See(new ConsentPaused(Noon, grant, Hospital) { Follows = paused });
        Fault().Should().Be(Checks.Fault.FollowsAnother, "an act in between is left out");
    }

    [Fact]
    [Trait("Feature", "R8")]
    public void An_end_that_follows_nothing_is_told()
    {
        Give(calls: 2, "day");

        See(new ConsentWithdrawn(Noon, grant, Hospital));

        Fault().Should().Be(Checks.Fault.FollowsAnother);
    }

    [Theory]
    [Trait("Feature", "N24")]
    [InlineData(5, "CONSENT_EXPIRED", null, "ends", null, true)]
    [InlineData(6, "CONSENT_EXPIRED", null, "ends", null, true)]
    [InlineData(6, "CONSENT_NOT_YET_VALID", null, "starts", null, true)]
    [InlineData(6, "CONSENT_EXPIRED", null, "starts", null, false)]
    [InlineData(6, "CONSENT_NOT_YET_VALID", null, "noon", null, false)]
    [InlineData(7, "PURPOSE_NOT_VALID", null, "noon", null, true)]
    [InlineData(8, "FIELDS_NOT_GRANTED", "sex", null, null, true)]
    [InlineData(8, "FIELDS_NOT_GRANTED", "name", null, null, true)]
    [InlineData(5, "CONSENT_PAUSED", "sex", null, null, false)]
    [InlineData(8, "FIELDS_NOT_GRANTED", "<sex>", null, null, false)]
    [InlineData(8, "FIELDS_NOT_GRANTED", null, "ends", null, false)]
    [InlineData(9, "DATA_RANGE_NOT_GRANTED", null, null, "2025-12-31", true)]
    [InlineData(9, "DATA_RANGE_NOT_GRANTED", null, null, "2026-02-01", true)]
    [InlineData(9, "DATA_RANGE_NOT_GRANTED", null, null, "2026-01-31", false)]
    [InlineData(8, "DATA_RANGE_NOT_GRANTED", null, null, "2025-12-31", false)]
    [InlineData(10, "CALL_FREQUENCY_EXCEEDED", null, "midnight", null, true)]
    [InlineData(10, "CALL_FREQUENCY_EXCEEDED", null, "noon", null, false)]
    [InlineData(5, "CONSENT_WITHDRAWN", null, null, null, true)]
    public void What_a_refusal_says_it_hung_on_is_what_the_consent_says(int rule, string reason, string? field, string? time, string? date, bool good)
    {
        Give(calls: 1, "day", DateOnly.Parse("2026-01-01", null), DateOnly.Parse("2026-02-01", null));
        DateTimeOffset? at = time switch
        {
            "starts" => Noon, "ends" => Noon.AddYears(2), "noon" => Noon.AddDays(1), "midnight" => Noon.AddHours(12), _ => null,
        };

        See(new DisclosureRefused(Noon.AddDays(3), grant, Hospital, rule, reason, 1) { Over = new RefusedOver(field, at, date is null ? null : DateOnly.Parse(date, null)) });

        Fault().Should().Be(good ? null : Checks.Fault.RefusalContradicts);
    }

    [Fact]
    [Trait("Feature", "N24")]
    public void A_refusal_of_before_that_was_told_still_verifies()
    {
        Give(calls: 1, "day");

        See(new DisclosureRefused(Noon, grant, Hospital, 8, "FIELDS_NOT_GRANTED", 1));

        Fault().Should().BeNull();
    }

    private Fault? Fault() => check.Report.First?.Fault;

    private byte[] Give(int calls, string period, DateOnly? from = null, DateOnly? until = null) => See(new ConsentGranted(Noon)
    {
        Grant = grant,
        ConsentDigest = new byte[32],
        Purpose = "hospital-registration@1",
        Recipient = Hospital,
        Fields = ["name"],
        Starts = Noon,
        Ends = Noon.AddYears(2),
        DataFrom = from,
        DataUntil = until,
        CallsPerPeriod = calls,
        Period = period,
        RetentionDays = 1,
        Mode = "view",
        EncJkt = "x",
        EvidenceType = "device_signature",
        EvidenceDigest = new byte[32],
    });

    private byte[] Intend(DateTimeOffset at, DateOnly? from = null, DateOnly? until = null) => See(
        new DisclosureIntended(at, grant, Hospital, "hospital-registration@1", "m", new byte[32], new byte[32], ["name"], [])
        {
            DataFrom = from, DataUntil = until,
        });

    private void Stop(byte[] intent, string reason) => See(new DisclosureStopped(Noon, grant, Hospital, intent, reason));

    private void Disclose(byte[] intent) => See(new Disclosed(Noon, grant, Hospital, intent, new byte[32], 1, ["name"]));

    private byte[] See(LedgerEntry entry)
    {
        var commitment = RandomSource.Bytes(32);
        check.See(new AuditedLeaf(new ExportedLeaf { Index = index++ }, commitment, entry, "leaves/000000.jsonl") { Chain = chain });
        return commitment;
    }
}
