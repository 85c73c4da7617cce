using System.Text;
using Pds.Ledger;

namespace Pds.Consent.Tests.Controls;

/// <summary>The review board is held to the controls in force.</summary>
public sealed class ReviewUnderControls
{
    private static readonly ControlSet SixtyDays = ControlSet.TryParse(
        Encoding.UTF8.GetBytes("""
            {"v":1,"controls":[{"id":"sixty-days","on":"purpose","rule_ja":"60日まで。","rule_en":"60 days.","where":[],
            "require":[{"fact":"retention_days","is":"at_most","number":60}]}]}
            """),
        out var set, out _) ? set : throw new InvalidOperationException();

    [Fact]
    [Trait("Feature", "N16")]
    [Trait("Scenario", "SC15")]
    public async Task A_purpose_that_breaks_a_control_cannot_be_approved_and_the_refusal_names_the_control()
    {
        await using var town = await Town.OpenAsync();
        await new PublishControls(town.Recorder).RunAsync(SixtyDays, town.Stop);
        var (long_, short_) = (await ProposeAsync(town, "keep-long", 90), await ProposeAsync(town, "keep-short", 60));

        var refusal = Town.Refused(await town.ReviewAsync(long_, approved: true), RefusalReason.ControlNotMet);

        refusal.Field.Should().Be("sixty-days");
        (await PurposeRow.FindAsync(town.Rows, long_, town.Stop))!.State.Should().Be(PurposeState.Proposed);
        Town.Done(await town.ReviewAsync(short_, approved: true)).State.Should().Be(PurposeState.Approved);
        Town.Done(await town.ReviewAsync(long_, approved: false)).State.Should().Be(PurposeState.Rejected);
    }

    [Fact]
    [Trait("Feature", "Q6")]
    public async Task Without_an_assessment_no_purpose_of_sensitive_data_goes_live_not_even_one_from_before_the_rule()
    {
        await using var town = await Town.OpenAsync();
        var old = Samples.Purpose("hospital-history@1") with
        {
            Id = Samples.PurposeId("from-before@1"), Recipient = town.Hospital.Id, State = PurposeState.Proposed, PiaReference = null,
        };
        await town.RecordAsync([PurposeRow.Put(old)]);

        Town.Refused(await town.ReviewAsync(old.Id, approved: true), RefusalReason.ControlNotMet).Field.Should().Be("sensitive-data-has-a-pia");
    }

    [Fact]
    public async Task Controls_are_versions_with_entries_and_the_same_ones_twice_are_one()
    {
        await using var town = await Town.OpenAsync();
        var publish = new PublishControls(town.Recorder);

        var first = await publish.RunAsync(SixtyDays, town.Stop);
        var again = await publish.RunAsync(SixtyDays, town.Stop);
        await town.RestartAsync();
        var standard = await new PublishControls(town.Recorder).RunAsync(ControlSet.Default, town.Stop);

        (first.Id, again.Id, standard.Id).Should().Be(("controls@1", "controls@1", "controls@2"));
        (await ControlsRow.FindAsync(town.Rows, town.Stop)).Set.Bytes.Should().Equal(ControlSet.Default.Bytes);
        (await ControlsRow.FindAsync(town.Rows, 1, town.Stop))!.Bytes.Should().Equal(SixtyDays.Bytes);
        (await EntriesAsync(town)).Should().SatisfyRespectively(
            one => (one.Controls, one.DefinitionSha256).Should().BeEquivalentTo(("controls@1", SixtyDays.Digest)),
            two => (two.Controls, two.DefinitionSha256).Should().BeEquivalentTo(("controls@2", ControlSet.Default.Digest)));
    }

    [Fact]
    public async Task A_decision_stands_on_the_controls_it_was_made_under()
    {
        await using var town = await Town.OpenAsync();
        await new PublishControls(town.Recorder).RunAsync(ControlSet.Default, town.Stop);
        var purpose = await ProposeAsync(town, "keep-long", 90);
        var publish = new PublishControls(town.Recorder);

        // Both at once, many times: never is the purpose approved behind controls it breaks.
        var reviews = Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await town.ReviewAsync(purpose, approved: true))).ToList();
        await publish.RunAsync(SixtyDays, town.Stop);
        var outcomes = await Task.WhenAll(reviews);

        var order = new List<LedgerEntry>();
        await foreach (var opened in town.Recorder.ReadChainAsync(ChainId.Operator, -1, 1000, new Reader.Owner(), town.Stop))
        {
            order.Add(opened.Entry);
        }

        var approved = order.FindIndex(entry => entry is PurposeReviewed { Decision: "approved" } e && e.Purpose == purpose.ToString());
        var controls = order.FindLastIndex(entry => entry is ControlsPublished);
        outcomes.Count(outcome => outcome is Outcome<Purpose>.Done).Should().Be(approved < 0 ? 0 : 1);
        approved.Should().BeLessThan(controls);
    }

    private static async Task<PurposeVersion> ProposeAsync(Town town, string code, int retentionDays)
    {
        var template = Samples.Purpose();
        var purpose = template with { Id = Samples.PurposeId(code + "@1"), Ceilings = template.Ceilings with { RetentionDays = retentionDays } };
        return Town.Done(await new ProposePurpose(town.Recorder).RunAsync(town.Hospital.Id, purpose, cancellationToken: town.Stop)).Id;
    }

    private static async Task<List<ControlsPublished>> EntriesAsync(Town town)
    {
        var entries = new List<ControlsPublished>();
        await foreach (var opened in town.Recorder.ReadChainAsync(ChainId.Operator, -1, 1000, new Reader.Owner(), town.Stop))
        {
            if (opened.Entry is ControlsPublished entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }
}
