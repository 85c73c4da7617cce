using CsCheck;
using Pds.Ledger;
using static Pds.Consent.GateDecision;

namespace Pds.Consent.Tests.Gate;

/// <summary>The trace is the decision; one trace is told three ways, and the recipient's way tells nothing it did not send (N24, I-17).</summary>
[Trait("Feature", "N24")]
public sealed class DecisionTraceTests
{
    private const string Who = "むつ商店会";
    private static readonly DataRange Spring = new(new DateOnly(2026, 1, 1), new DateOnly(2026, 4, 1));
    private static readonly Grant Grant = Samples.Grant(terms: Samples.Terms(range: Spring));

    // One way to break each rule, with what the refusal then hangs on.
    private static readonly (int Rule, Func<GateFacts, GateFacts> Break, RefusedOver Over)[] Broken =
    [
        (1, f => f with { ReceiptParses = false }, new(null, null, null)),
        (2, f => f with { IssuerSignatureHolds = false }, new(null, null, null)),
        (3, f => f with { BoundToCallerAndKey = false }, new(null, null, null)),
        (4, f => f with { CallProof = CallProofStanding.Stale }, new(null, null, null)),
        (5, f => f with { Grant = f.Grant! with { State = GrantState.Expired } }, new(null, Grant.Terms.Ends, null)),
        (6, f => f with { Now = f.Grant!.Terms.Starts.AddDays(-1) }, new(null, Grant.Terms.Starts, null)),
        (7, f => f with { Purpose = f.Purpose! with { State = PurposeState.Invalidated } }, new(null, Samples.Purpose().Expires, null)),
        (8, f => f with { Fields = ["name", "sex"] }, new("sex", null, null)),
        (9, f => f with { Range = Spring with { Until = new DateOnly(2026, 5, 1) } }, new(null, null, new DateOnly(2026, 4, 30))),
        (10, f => f with { UsesInPeriod = 10 }, new(null, new DateTimeOffset(2026, 4, 10, 15, 0, 0, TimeSpan.Zero), null)),
        (11, f => f with { Organization = OrganizationState.Suspended }, new(null, null, null)),
        (12, f => f with { ObligationOutstanding = true }, new(null, null, null)),
    ];

    public static TheoryData<int> Rules => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Rules))]
    [Trait("Invariant", "I-19")]
    public void The_trace_ends_with_the_rule_that_failed_and_the_decision_says_the_same(int rule)
    {
        var (facts, over) = (Broken[rule - 1].Break(Samples.Facts(Grant)), Broken[rule - 1].Over);

        var trace = ConsentGate.Trace(facts);

        trace.Rules.Select(one => one.Rule).Should().Equal(Enumerable.Range(1, rule));
        trace.Rules.SkipLast(1).Where(one => !one.Holds).Should().BeEmpty();
        var refused = trace.Decision.Should().BeOfType<Refused>().Subject;
        ConsentGate.Decide(facts).Should().Be(refused);
        (refused.Rule, refused.Reason).Should().Be((rule, trace.Failed!.Why!.Value));
        trace.Failed.Over.Should().Be(refused.Over).And.Be(over with { At = over.At is { } at ? Instant.Truncate(at) : null });
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_same_trace_is_rendered_three_ways(int rule)
    {
        var trace = ConsentGate.Trace(Broken[rule - 1].Break(Samples.Facts(Grant)));

        var (resident, recipient, auditor) = (
            TraceText.Explain(trace, RefusalAudience.Resident, Who, Samples.Dataset("basic-four@1")),
            TraceText.Explain(trace, RefusalAudience.Recipient, Who),
            TraceText.Explain(trace, RefusalAudience.Auditor, Who));

        resident[0].Should().StartWith("むつ商店会から申し込みがありましたが、渡していません。");
        resident[1].Should().StartWith($"決まり{rule}：");
        resident.Should().OnlyContain(line => line.Length <= 80);
        recipient.Should().ContainSingle().Which.Should().StartWith(RefusalText.Sentence(trace.Failed!.Why!.Value));
        auditor.Where(line => line.Contains("　適合", StringComparison.Ordinal)).Should().HaveCount(rule - 1);
        auditor.Should().ContainSingle(line => line.StartsWith($"規則{rule}　不適合　", StringComparison.Ordinal) && line.Contains(trace.Failed.Why.Value.Code()));
        new[] { resident.Count, recipient.Count, auditor.Count }.Should().OnlyContain(lines => lines > 0);
    }

    [Fact]
    public void The_resident_reads_rule_item_and_day()
    {
        IReadOnlyList<string> Read(int rule) => TraceText.Explain(
            ConsentGate.Trace(Broken[rule - 1].Break(Samples.Facts(Grant))), RefusalAudience.Resident, Who, Samples.Dataset("basic-four@1"));

        Read(8).Should().Equal(
            "むつ商店会から申し込みがありましたが、渡していません。同意に含まれていない項目が求められました。", "決まり8：求めた項目が、すべて同意にあること", "項目：性別");
        Read(9)[^1].Should().Be("日：2026-04-30");
        Read(10)[^1].Should().Be("日：2026年4月11日（令和8年）0時00分");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    [Trait("Invariant", "I-17")]
    public void The_recipient_reads_nothing_that_it_did_not_send(int rule)
    {
        var facts = Broken[rule - 1].Break(Samples.Facts(Grant));

        var text = string.Join('\n', TraceText.Explain(ConsentGate.Trace(facts), RefusalAudience.Recipient, Who, Samples.Dataset("basic-four@1")));

        text.Should().NotContainAny(["2026", "令和", "規則", "決まり", "address", "birth_date", "basic-four", facts.Purpose!.Id.ToString()]);
        text.Should().NotContainAny([Grant.Id.ToString(), Grant.Resident.ToString(), Grant.Reference.ToString()]);
        text.Contains("sex", StringComparison.Ordinal).Should().Be(rule == 8, "that one field it asked for itself");
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    public void Two_consents_refused_for_one_reason_look_alike_to_the_recipient_whatever_they_say()
    {
        var other = Samples.Grant(GrantState.Expired, Samples.Terms(["sex"], Samples.Now.AddDays(-300), Samples.Now.AddDays(-200), Spring, new CallLimit(1, CallPeriod.Year)));

        var (moved, byTime) = (
            ConsentGate.Trace(Samples.Facts(other)), ConsentGate.Trace(Samples.Facts(Grant) with { Now = Grant.Terms.Ends.AddDays(3) }));

        (moved.Failed!.Rule, byTime.Failed!.Rule).Should().Be((5, 6), "one was entered as expired, the other is past its end");
        TraceText.Explain(moved, RefusalAudience.Recipient, Who).Should().Equal(TraceText.Explain(byTime, RefusalAudience.Recipient, Who));
    }

    [Fact]
    public void A_yes_is_explained_too_to_the_auditor_rule_by_rule()
    {
        var trace = ConsentGate.Trace(Samples.Facts(Grant) with { UsesInPeriod = 3 });

        trace.Failed.Should().BeNull();
        trace.Decision.Should().BeOfType<Allow>();
        var auditor = TraceText.Explain(trace, RefusalAudience.Auditor, Who);
        auditor.Should().HaveCount(12).And.OnlyContain(line => line.Contains("　適合　"));
        auditor[7].Should().Be("規則8　適合　求めた項目が、すべて同意にあること　対象 basic-four@1　項目 birth_date、name");
        auditor[9].Should().EndWith("回数 3／10");
        TraceText.Explain(trace, RefusalAudience.Recipient, Who).Should().Equal("求められた項目を渡しました。（項目：birth_date、name）");
        TraceText.Explain(trace, RefusalAudience.Resident, Who).Should().Equal("むつ商店会に渡しました。12の決まりが、すべて守られていたからです。");
    }

    [Fact]
    public void The_auditors_lines_are_there_in_english_too()
    {
        var keys = Texts.TraceInEnglish.Keys.Order(StringComparer.Ordinal);

        keys.Should().Equal(Texts.Trace.Keys.Where(key => key.StartsWith("rule.", StringComparison.Ordinal) || key.StartsWith("auditor.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        TraceText.ToAuditor(ConsentGate.Trace(Broken[7].Break(Samples.Facts(Grant))), english: true)[^2]
            .Should().Be("rule 8　fails　every field asked for is in the consent　FIELDS_NOT_GRANTED　about basic-four@1　fields sex");
    }

    [Fact]
    [Trait("Invariant", "I-19")]
    public void Whatever_a_caller_writes_for_a_field_only_a_name_of_the_catalogue_goes_into_the_ledger() =>
        Gen.OneOf(Gen.String, Gen.Const(new string('あ', 10_000)), Gen.Const("\u202Esex"), Gen.Const("<b>"), Gen.Const("")).Sample(field =>
        {
            var trace = ConsentGate.Trace(Samples.Facts(Grant) with { Fields = [field] });
            return trace.Failed!.Field == field && (trace.Failed.Over.Field is null || FieldDefinition.IsName(trace.Failed.Over.Field))
                && ((Refused)trace.Decision).Over == trace.Failed.Over;
        });

    [Fact]
    [Trait("Rule", "9")]
    public void Of_a_range_the_date_that_lies_outside_is_told_and_none_where_a_side_was_left_open()
    {
        DateOnly? DateOf(string? from, string? until) => ConsentGate.Trace(Samples.Facts(Grant) with { Range = new DataRange(Day(from), Day(until)) }).Failed?.Date;

        DateOf("2025-12-31", "2026-03-01").Should().Be(new DateOnly(2025, 12, 31));
        DateOf("2026-02-01", "2026-04-02").Should().Be(new DateOnly(2026, 4, 1), "the last day of a half-open range is the one before its end");
        DateOf(null, "2026-04-01").Should().BeNull();
        DateOf("2026-03-01", "2026-02-01").Should().BeNull("it is no range at all");
        DateOf("2026-02-01", "2026-03-01").Should().BeNull("it is granted");
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
