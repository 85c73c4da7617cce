namespace Pds.Consent.Tests.Catalogue;

/// <summary>Over-asking is refused before the resident sees it (C15), each ceiling with its own reason.</summary>
[Trait("Feature", "C15")]
public sealed class CeilingTests
{
    private static readonly Purpose Booking = Samples.Purpose("hospital-booking@1");

    [Fact]
    public void Asking_without_terms_gets_exactly_the_ceilings()
    {
        var outcome = AskedTerms.Of(new AskedItem { Purpose = Booking.Id }, Booking, Samples.Now);

        var terms = outcome.Should().BeOfType<Outcome<GrantTerms>.Done>().Subject.Value;
        terms.Fields.Should().BeEquivalentTo(Booking.AllFields);
        (terms.Ends - terms.Starts).Should().Be(TimeSpan.FromDays(Booking.Ceilings.ValidityDays));
        terms.Calls.Should().Be(Booking.Ceilings.Calls);
        terms.RetentionDays.Should().Be(Booking.Ceilings.RetentionDays);
        terms.Mode.Should().Be(Booking.Ceilings.Mode);
    }

    [Fact]
    [Trait("Feature", "C5")]
    public void A_longer_validity_is_refused() =>
        Refused(new AskedItem { Purpose = Booking.Id, Ends = Samples.Now.AddDays(184) }, RefusalReason.ValidityAboveCeiling);

    [Fact]
    [Trait("Feature", "C5")]
    public void More_than_twelve_months_is_refused_whatever_the_purpose_says() =>
        Refused(new AskedItem { Purpose = Booking.Id, Ends = Samples.Now.AddDays(400) }, RefusalReason.ValidityAboveCeiling);

    [Fact]
    [Trait("Feature", "C10")]
    public void More_calls_are_refused() =>
        Refused(new AskedItem { Purpose = Booking.Id, Calls = new CallLimit(25, CallPeriod.Day) }, RefusalReason.FrequencyAboveCeiling);

    [Fact]
    [Trait("Feature", "C11")]
    public void A_wider_data_range_is_refused() =>
        Refused(new AskedItem { Purpose = Booking.Id, Range = DataRange.Unbounded }, RefusalReason.DataRangeAboveCeiling);

    [Fact]
    [Trait("Feature", "C12")]
    public void A_longer_retention_is_refused() =>
        Refused(new AskedItem { Purpose = Booking.Id, RetentionDays = 93 }, RefusalReason.RetentionAboveCeiling);

    [Fact]
    public void A_wider_mode_is_refused()
    {
        var history = Samples.Purpose("hospital-history@1");

        var outcome = AskedTerms.Of(new AskedItem { Purpose = history.Id, Mode = UseMode.Store }, history, Samples.Now);

        outcome.Should().BeOfType<Outcome<GrantTerms>.Refused>().Which.Reason.Should().Be(RefusalReason.ModeAboveCeiling);
    }

    [Fact]
    [Trait("Feature", "C17")]
    public void A_field_outside_the_purpose_is_refused_and_named()
    {
        var refused = Refused(
            new AskedItem { Purpose = Booking.Id, Fields = [.. Booking.AllFields, "reason"] }, RefusalReason.FieldsNotInPurpose);

        refused.Field.Should().Be("reason");
    }

    [Fact]
    public void Leaving_out_a_required_field_is_refused_and_named()
    {
        var refused = Refused(new AskedItem { Purpose = Booking.Id, Fields = ["status"] }, RefusalReason.FieldsNotInPurpose);

        refused.Field.Should().Be("start");
    }

    [Fact]
    [Trait("Feature", "C12")]
    public void Keeping_what_may_only_be_viewed_is_out_of_form() =>
        Refused(new AskedItem { Purpose = Booking.Id, Mode = UseMode.View, RetentionDays = 1 }, RefusalReason.InvalidArgument);

    private static Refusal Refused(AskedItem asked, RefusalReason reason)
    {
        var refused = AskedTerms.Of(asked, Booking, Samples.Now).Should().BeOfType<Outcome<GrantTerms>.Refused>().Subject;
        refused.Reason.Should().Be(reason);
        return refused.Why;
    }
}
