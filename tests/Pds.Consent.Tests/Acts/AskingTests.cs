using Pds.Ledger;

namespace Pds.Consent.Tests.Acts;

/// <summary>Asking: in one sitting, within the ceilings, once.</summary>
public sealed class AskingTests : TownTests
{
    [Fact]
    [Trait("Feature", "C1")]
    [Trait("Feature", "C16")]
    [Trait("Scenario", "SC1")]
    public async Task Of_three_items_asked_in_one_sitting_two_are_given_one_is_declined_and_all_three_answers_are_kept()
    {
        var request = Town.Done(await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-registration@1"), Item("hospital-booking@1"), Item("hospital-history@1")));
        var ids = request.Items.Select(i => i.Grant.Id).ToList();

        foreach (var id in ids.Take(2))
        {
            var shown = await Town.ShowAsync(Town.Hanako, id);
            Town.Done(await Town.GiveAsync(Town.Hanako, id, shown.Document.Bytes, Town.Sign(Town.Hanako, id, shown)));
        }

        var declined = Town.Done(await new DeclineConsent(Town.Recorder, Town.Acts).RunAsync(Town.Act(Town.Hanako, ids[2]), Stop));

        var seen = (await new ListRequests(Town.Rows).OfResidentAsync(Town.Hanako.Id, 0, 10, Stop)).Single();
        seen.Items.Select(i => i.Grant.State).Should().Equal(GrantState.Active, GrantState.Active, GrantState.Declined);
        (await new ListRequests(Town.Rows).OfRecipientAsync(Town.Hospital.Id, 0, 10, Stop)).Single()
            .Items.Select(i => i.Grant.State).Should().Equal(GrantState.Active, GrantState.Active, GrantState.Declined);
        ActReceipt.TryParse(declined.ActReceipt, out var receipt).Should().BeTrue();
        receipt!.Kind.Should().Be(ActKind.Refuse);
        (await Town.ChainAsync(Town.Hanako)).Select(e => e.GetType()).Should().Equal(
            typeof(ConsentRequested), typeof(ConsentRequested), typeof(ConsentRequested), typeof(ConsentGranted), typeof(ConsentGranted), typeof(ConsentDeclined));
    }

    [Fact]
    [Trait("Feature", "C15")]
    public async Task An_over_asking_request_is_refused_and_the_resident_never_sees_any_of_it()
    {
        var outcome = await Town.AskAsync(
            Town.Hanako, Town.Hospital, Item("hospital-registration@1"), Item("hospital-booking@1") with { RetentionDays = 93 });

        Town.Refused(outcome, RefusalReason.RetentionAboveCeiling).Field.Should().Be("items[1].retention_days");
        (await new ListRequests(Town.Rows).OfResidentAsync(Town.Hanako.Id, 0, 10, Stop)).Should().BeEmpty();
        (await new ListConsents(Town.Rows).OfResidentAsync(Town.Hanako.Id, 0, 10, Stop)).Should().BeEmpty();
        (await Town.ChainAsync(Town.Hanako)).Should().BeEmpty();
    }

    [Theory]
    [Trait("Feature", "C15")]
    [InlineData(9000)]
    [InlineData(9999)]
    public async Task A_beginning_near_the_end_of_the_calendar_is_refused_and_not_computed_with(int year)
    {
        var starts = new DateTimeOffset(year, 12, 31, 23, 59, 59, TimeSpan.Zero);

        Town.Refused(
            await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@1") with { Starts = starts }), RefusalReason.InvalidArgument)
            .Field.Should().Be("items[0].start_time");
    }

    [Fact]
    [Trait("Feature", "C11")]
    public async Task A_range_that_ends_before_the_first_date_is_refused_so_that_every_request_can_be_read()
    {
        var nothing = new DataRange(null, DateOnly.MinValue);

        Town.Refused(
            await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@1") with { Range = nothing }), RefusalReason.InvalidArgument)
            .Field.Should().Be("items[0].data_range");
    }

    [Fact]
    [Trait("Feature", "C17")]
    public async Task A_purpose_of_another_recipient_is_unknown()
    {
        Town.Refused(await Town.AskAsync(Town.Hanako, Town.Water, Item("hospital-booking@1")), RefusalReason.PurposeUnknown);
        Town.Refused(await Town.AskAsync(Town.Hanako, Town.Water, Item("never-declared@1")), RefusalReason.PurposeUnknown);
    }

    [Fact]
    [Trait("Feature", "C17")]
    public async Task A_purpose_the_board_has_not_approved_cannot_be_asked()
    {
        var purpose = NextVersion("hospital-booking@1") with { TextJa = "ほかのことにも使います。" };
        Town.Done(await new ProposePurpose(Town.Recorder).RunAsync(Town.Hospital.Id, purpose, cancellationToken: Stop));

        Town.Refused(await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@2")), RefusalReason.PurposeNotApproved);
        Town.Done(await Town.ReviewAsync(purpose.Id, approved: false));
        Town.Refused(await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@2")), RefusalReason.PurposeNotApproved);
    }

    [Fact]
    public async Task A_purpose_past_its_own_end_cannot_be_asked()
    {
        Town.GoTo(Samples.Now.AddYears(3));

        Town.Refused(await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@1")), RefusalReason.PurposeExpired);
    }

    [Fact]
    [Trait("Feature", "C21")]
    public async Task Asking_again_for_what_is_asked_or_given_is_refused_until_it_has_ended()
    {
        var grant = await Town.AskAsync(Town.Hanako);
        Town.Refused(await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@1")), RefusalReason.AlreadyGranted);

        var shown = await Town.ShowAsync(Town.Hanako, grant.Id);
        Town.Done(await Town.GiveAsync(Town.Hanako, grant.Id, shown.Document.Bytes, Town.Sign(Town.Hanako, grant.Id, shown)));
        Town.Refused(await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@1")), RefusalReason.AlreadyGranted);

        Town.Done(await new WithdrawConsent(Town.Recorder, Town.Acts, Town.Latch).RunAsync(Town.Act(Town.Hanako, grant.Id), Stop));
        Town.Done(await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@1")));
    }

    [Fact]
    [Trait("Feature", "C21")]
    public async Task Of_many_equal_requests_at_once_one_is_recorded()
    {
        await Town.ReferenceAsync(Town.Hanako, Town.Hospital);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ =>
            Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@1"))));

        outcomes.OfType<Outcome<RequestView>.Done>().Should().ContainSingle();
        outcomes.OfType<Outcome<RequestView>.Refused>().Should().OnlyContain(r => r.Reason == RefusalReason.AlreadyGranted);
        (await Town.ChainAsync(Town.Hanako)).Should().ContainSingle();
    }

    [Fact]
    [Trait("Feature", "S6")]
    [Trait("Invariant", "I-13")]
    public async Task A_reference_of_another_organisation_is_as_unknown_as_one_that_never_was()
    {
        var reference = await Town.ReferenceAsync(Town.Hanako, Town.Hospital);
        var ask = new RequestConsent(Town.Recorder);

        var foreign = await ask.RunAsync(new RequestConsentInput(Town.Water.Id, reference, [Item("water-moving@1")]), Stop);
        var unknown = await ask.RunAsync(new RequestConsentInput(Town.Water.Id, ResidentRef.New(), [Item("water-moving@1")]), Stop);

        foreign.Should().Be(unknown);
        Town.Refused(foreign, RefusalReason.NotFound);
    }

    [Fact]
    public async Task A_suspended_organisation_cannot_ask()
    {
        var hospital = (await OrganizationRow.FindAsync(Town.Rows, Town.Hospital.Id, Stop))!;
        await Town.RecordAsync([OrganizationRow.Put(hospital with { State = OrganizationState.Suspended })]);

        Town.Refused(await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@1")), RefusalReason.OrganizationNotInGoodStanding);
    }

    [Fact]
    [Trait("Feature", "C10")]
    public async Task A_one_time_request_asks_for_one_call_ever()
    {
        var request = Town.Done(await Town.AskAsync(
            Town.Hanako, Town.Hospital, Item("hospital-booking@1") with { Calls = CallLimit.Once }));

        request.Items.Single().Grant.Terms.Calls.Should().Be(CallLimit.Once);
    }

    [Fact]
    public async Task A_request_without_items_or_with_one_purpose_twice_is_out_of_form()
    {
        Town.Refused(await Town.AskAsync(Town.Hanako, Town.Hospital), RefusalReason.InvalidArgument).Field.Should().Be("items");
        Town.Refused(
            await Town.AskAsync(Town.Hanako, Town.Hospital, Item("hospital-booking@1"), Item("hospital-booking@1")), RefusalReason.InvalidArgument);
    }
}
