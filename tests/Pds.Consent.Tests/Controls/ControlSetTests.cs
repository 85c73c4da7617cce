using System.Text;

namespace Pds.Consent.Tests.Controls;

/// <summary>Reading controls, and what each condition says of facts.</summary>
public sealed class ControlSetTests
{
    private const string Good = """
        {"v":1,"controls":[{"id":"sixty-days","on":"purpose","rule_ja":"60日まで。","rule_en":"60 days.","where":[],
        "require":[{"fact":"retention_days","is":"at_most","number":60}]}]}
        """;

    [Fact]
    [Trait("Feature", "Q6")]
    public void Among_the_standard_controls_sensitive_data_needs_an_impact_assessment()
    {
        var history = Samples.Purpose("hospital-history@1");
        var dataset = Samples.Dataset("fhir-condition@1");

        ControlSet.Default.FirstBrokenBy(history, dataset).Should().BeNull();
        ControlSet.Default.FirstBrokenBy(history with { PiaReference = null }, dataset)!.Id.Should().Be("sensitive-data-has-a-pia");
        ControlSet.Default.FirstBrokenBy(history with { PiaReference = " " }, dataset)!.Id.Should().Be("sensitive-data-has-a-pia");
    }

    [Fact]
    public void The_built_in_catalogue_meets_the_standard_controls()
    {
        foreach (var template in MunicipalCatalogue.Purposes)
        {
            var purpose = Samples.Purpose(template.Id.ToString());

            ControlSet.Default.FirstBrokenBy(purpose, Samples.Dataset(purpose.Dataset.ToString())).Should().BeNull(template.Id.ToString());
        }
    }

    [Fact]
    public void Spaces_and_order_make_no_second_version()
    {
        var other = """
            {"controls":[{"require":[{"number":60,"is":"at_most","fact":"retention_days"}],"where":[],"rule_en":"60 days.","rule_ja":"60日まで。","on":"purpose","id":"sixty-days"}],"v":1}
            """;

        Read(Good).Bytes.Should().Equal(Read(other).Bytes);
    }

    [Theory]
    [InlineData("present", "", true, false)]
    [InlineData("absent", "", false, true)]
    [InlineData("equals", ",\"text\":\"PIA-2026-003\"", true, false)]
    [InlineData("equals", ",\"text\":\"PIA-2026-004\"", false, false)]
    [InlineData("one_of", ",\"texts\":[\"PIA-1\",\"PIA-2026-003\"]", true, false)]
    [InlineData("starts_with", ",\"text\":\"PIA-\"", true, false)]
    [InlineData("starts_with", ",\"text\":\"pia-\"", false, false)]
    public void A_condition_holds_of_what_it_says(string word, string rest, bool withPia, bool without)
    {
        var set = Read(Good.Replace("{\"fact\":\"retention_days\",\"is\":\"at_most\",\"number\":60}", $"{{\"fact\":\"pia_reference\",\"is\":\"{word}\"{rest}}}"));
        var (history, dataset) = (Samples.Purpose("hospital-history@1"), Samples.Dataset("fhir-condition@1"));

        (set.FirstBrokenBy(history, dataset) is null).Should().Be(withPia);
        (set.FirstBrokenBy(history with { PiaReference = null }, dataset) is null).Should().Be(without);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void A_bound_holds_up_to_itself(int days, bool holds)
    {
        var purpose = Samples.Purpose();
        purpose = purpose with { Ceilings = purpose.Ceilings with { RetentionDays = days } };

        (Read(Good).FirstBrokenBy(purpose, Samples.Dataset("basic-four@1")) is null).Should().Be(holds);
    }

    [Fact]
    public void A_control_asks_only_what_its_conditions_choose()
    {
        var set = Read(Good.Replace("\"where\":[]", "\"where\":[{\"fact\":\"sensitive_fields\",\"is\":\"at_least\",\"number\":1}]"));

        set.FirstBrokenBy(Samples.Purpose(), Samples.Dataset("basic-four@1")).Should().BeNull("366 days, but nothing sensitive");
    }

    [Theory]
    [InlineData("\"v\":1", "\"v\":2", "controls")]
    [InlineData("\"v\":1", "\"v\":1,\"v\":1", "json")]
    [InlineData("\"v\":1", "\"v\":1,\"more\":0", "controls")]
    [InlineData("sixty-days", "Sixty", "controls[0].id")]
    [InlineData("\"on\":\"purpose\"", "\"on\":\"vault\"", "controls[0].on")]
    [InlineData("\"on\":\"purpose\"", "\"on\":\"organization_month\"", "controls[0].require[0].fact")]
    [InlineData("60日まで。", "", "controls[0].rule_ja")]
    [InlineData("\"where\":[]", "\"where\":{}", "controls[0].where")]
    [InlineData("\"where\":[]", "\"when\":[]", "controls[0].members")]
    [InlineData("retention_days", "retention_dayz", "controls[0].require[0].fact")]
    [InlineData("at_most", "at_moist", "controls[0].require[0].is")]
    [InlineData("\"number\":60", "\"number\":\"60\"", "controls[0].require[0].is")]
    [InlineData("\"number\":60", "\"number\":-1", "controls[0].require[0].is")]
    [InlineData("\"number\":60", "\"number\":60.5", "json")]
    [InlineData("\"number\":60", "\"text\":\"60\"", "controls[0].require[0].is")]
    [InlineData("\"is\":\"at_most\",\"number\":60", "\"is\":\"equals\",\"text\":\"60\"", "controls[0].require[0].is")]
    public void A_wrong_file_is_refused_with_the_place_of_its_fault(string from, string to, string fault)
    {
        Good.Should().Contain(from);

        ControlSet.TryParse(Encoding.UTF8.GetBytes(Good.Replace(from, to)), out _, out var found).Should().BeFalse();

        found.Should().Be(fault);
    }

    [Fact]
    public void Two_controls_of_one_name_nothing_required_and_too_much_are_refused()
    {
        var one = Good[Good.IndexOf("{\"id\"", StringComparison.Ordinal)..Good.LastIndexOf("]}", StringComparison.Ordinal)].TrimEnd();
        string Of(params string[] controls) => "{\"v\":1,\"controls\":[" + string.Join(",", controls) + "]}";

        Fault(Of(one, one)).Should().Be("controls[1].id");
        Fault(Of([.. Enumerable.Range(0, ControlSet.MaxControls + 1).Select(n => one.Replace("sixty-days", $"sixty-{n}"))])).Should().Be("controls");
        Fault(Good.Replace("[{\"fact\":\"retention_days\",\"is\":\"at_most\",\"number\":60}]", "[]")).Should().Be("controls[0].require");
        Fault(Good + new string(' ', ControlSet.MaxBytes)).Should().Be("json");
        Fault("[]").Should().Be("controls");
        Fault("").Should().Be("json");
    }

    private static string? Fault(string json) => ControlSet.TryParse(Encoding.UTF8.GetBytes(json), out _, out var fault) ? null : fault;

    private static ControlSet Read(string json) =>
        ControlSet.TryParse(Encoding.UTF8.GetBytes(json), out var set, out var fault) ? set : throw new ArgumentException(fault);
}
