namespace Pds.Consent.Tests.Gate;

/// <summary>One decision told three ways (N24).</summary>
[Trait("Feature", "N24")]
public sealed class ExplanationTests
{
    private static readonly GateDecision.Refused FieldRefused = new(RefusalReason.FieldsNotGranted, 8, "sex");

    [Fact]
    public void The_resident_reads_who_asked_and_what_for()
    {
        var text = RefusalText.Explain(FieldRefused, RefusalAudience.Resident, "むつ商店会", Samples.Dataset("basic-four@1"));

        text.Should().Be("むつ商店会から申し込みがありましたが、渡していません。同意に含まれていない項目が求められました。（項目：性別）");
    }

    [Fact]
    public void The_recipient_reads_the_field_and_no_rule_number() =>
        RefusalText.Explain(FieldRefused, RefusalAudience.Recipient, "むつ商店会")
            .Should().Be("同意に含まれていない項目が求められました。（項目：sex）");

    [Fact]
    public void The_auditor_reads_rule_code_and_date()
    {
        var refused = new GateDecision.Refused(RefusalReason.ConsentExpired, 6, At: TokyoTime.EndOf(new DateOnly(2026, 3, 31)));

        RefusalText.Explain(refused, RefusalAudience.Auditor, "むつ商店会")
            .Should().Be("規則6　CONSENT_EXPIRED　この同意の期限が過ぎています。（2026年4月1日（令和8年）0時00分）");
    }
}
