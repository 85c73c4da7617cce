using Pds.Ledger;

namespace Pds.Consent.Tests.Notices;

/// <summary>What the notice check finds stops a proposal before the review board sees it.</summary>
public sealed class NoticeAtTheDoor
{
    [Fact]
    [Trait("Feature", "N17")]
    [Trait("Scenario", "SC6")]
    public async Task A_sign_up_that_bundles_all_terms_is_refused_with_every_finding_and_the_itemised_one_is_accepted()
    {
        await using var town = await Town.OpenAsync();
        var bundled = Samples.Purpose() with
        {
            Id = Samples.PurposeId("my-door@1"),
            TextJa = "利用規約のとおり、すべての情報を使います。",
            OnRefusalJa = "同意しないと、使えません。",
            RequiredFields = ["name", "birth_date", "address", "sex"],
            OptionalFields = [],
        };

        var refusal = Town.Refused(await ProposeAsync(town, bundled), RefusalReason.NoticeNotAccepted);

        refusal.Details.Select(d => (d.Field, d.Code)).Should().BeEquivalentTo(
        [
            ("text_ja", "BUNDLED"), ("text_ja", "BUNDLED"), ("refusal_consequence_ja", "REFUSAL_THREAT"), ("refusal_consequence_ja", "ONLY_LOSS"),
            ("required_fields", "ALL_FIELDS_REQUIRED"),
        ]);
        (await PurposeRow.FindAsync(town.Rows, bundled.Id, town.Stop)).Should().BeNull();
        Town.Done(await ProposeAsync(town, Samples.Purpose() with { Id = bundled.Id })).State.Should().Be(PurposeState.Proposed);
    }

    [Fact]
    [Trait("Feature", "N17")]
    public async Task A_warning_lets_it_pass_and_is_kept_for_the_review_board()
    {
        await using var town = await Town.OpenAsync();
        var warned = Samples.Purpose() with { Id = Samples.PurposeId("warned@1"), BenefitJa = "病院の事務が効率よくなり、あなたの待ち時間がへります。" };

        Town.Done(await ProposeAsync(town, warned));

        (await PurposeRow.FindAsync(town.Rows, warned.Id, town.Stop))!.NoticeWarnings.Should().Equal("benefit_ja:BENEFIT_OF_ANOTHER");
        Town.Done(await town.ReviewAsync(warned.Id, approved: true)).NoticeWarnings.Should().HaveCount(1);
    }

    [Fact]
    [Trait("Feature", "Q12")]
    public async Task The_board_cannot_approve_a_bad_notice_from_before_the_check_and_can_reject_it()
    {
        await using var town = await Town.OpenAsync();
        var old = Samples.Purpose() with
        {
            Id = Samples.PurposeId("from-before@1"), Recipient = town.Hospital.Id, State = PurposeState.Proposed, BenefitJa = "絶対に安心です。",
        };
        await town.RecordAsync([PurposeRow.Put(old)]);

        Town.Refused(await town.ReviewAsync(old.Id, approved: true), RefusalReason.NoticeNotAccepted).Details.Should().ContainSingle(d => d.Code == "PRESSURE");
        Town.Done(await town.ReviewAsync(old.Id, approved: false)).State.Should().Be(PurposeState.Rejected);
    }

    private static ValueTask<Outcome<Purpose>> ProposeAsync(Town town, Purpose purpose) =>
        new ProposePurpose(town.Recorder).RunAsync(town.Hospital.Id, purpose, cancellationToken: town.Stop);
}
