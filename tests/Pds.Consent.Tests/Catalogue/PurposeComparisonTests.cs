using CsCheck;

namespace Pds.Consent.Tests.Catalogue;

/// <summary>New scope ⊆ old scope ⇔ nobody is asked again (N9).</summary>
[Trait("Feature", "N9")]
public sealed class PurposeComparisonTests
{
    private static readonly string[] All = ["address", "birth_date", "name", "name_kana", "sex"];

    // A small scope space, so that inside, equal and outside all happen often.
    private static readonly Gen<Purpose> AnyPurpose =
        Gen.Select(Gen.Int[0, (1 << All.Length) - 1], Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[1, 2])
            .Select((fields, required, validity, calls, range, retention, mode) => Of(
                [.. All.Where((_, i) => (fields & (1 << i)) != 0)],
                required,
                new Ceilings(validity * 100, new CallLimit(calls, CallPeriod.Day), range * 100, retention * 10, (UseMode)mode)));

    [Fact]
    public void A_version_needs_no_new_consent_exactly_when_every_part_of_its_scope_lies_inside_the_old_one() =>
        Gen.Select(AnyPurpose, AnyPurpose).Sample((before, after) =>
        {
            var change = PurposeComparison.Compare(before, after);

            return (change != PurposeChange.Widening) == IsInside(after, before)
                && (change == PurposeChange.Same) == (IsInside(after, before) && IsInside(before, after));
        });

    [Fact]
    public void What_a_narrower_version_lets_ask_the_wider_one_lets_ask_too() =>
        Gen.Select(AnyPurpose, AnyPurpose, Gen.Int[1, 300], Gen.Int[1, 3], Gen.Int[0, 25], Gen.Int[1, 2]).Sample(
            (before, after, days, calls, retention, mode) =>
            {
                if (PurposeComparison.Compare(before, after) == PurposeChange.Widening || !after.AllFields.Any())
                {
                    return true;
                }

                var terms = Samples.Terms(
                    [.. after.AllFields], Samples.Now, Samples.Now.AddDays(days), after.Ceilings.RangeAt(TokyoTime.DateOf(Samples.Now)),
                    new CallLimit(calls, CallPeriod.Day), (UseMode)mode == UseMode.View ? 0 : retention, (UseMode)mode);

                return AskedTerms.Check(terms, after, Samples.Now) is not null
                    || before.Ceilings.FirstExcess(terms, TokyoTime.DateOf(Samples.Now)) is null;
            });

    [Fact]
    public void Comparing_with_itself_is_the_same() =>
        AnyPurpose.Sample(p => PurposeComparison.Compare(p, p) == PurposeChange.Same);

    [Fact]
    public void Another_recipient_dataset_text_or_use_is_a_widening()
    {
        var purpose = Samples.Purpose();
        Purpose[] others =
        [
            purpose with { Recipient = Ledger.OrganizationId.New() },
            purpose with { Dataset = Samples.Dataset("emergency-contact@1").Id },
            purpose with { TextJa = purpose.TextJa + "広告にも使います。" },
            purpose with { DpvCode = "dpv:Marketing" },
            purpose with { SystemJa = "ほかの予約システム" },
            purpose with { Basis = LawfulBasis.PublicTask },
            purpose with { Expires = purpose.Expires.AddDays(1) },
            purpose with { Id = Samples.PurposeId("hospital-other@1") },
        ];

        others.Should().AllSatisfy(other => PurposeComparison.Compare(purpose, other).Should().Be(PurposeChange.Widening));
    }

    [Fact]
    public void A_field_that_can_no_longer_be_left_out_is_a_widening()
    {
        var purpose = Samples.Purpose();
        var stricter = purpose with { RequiredFields = [.. purpose.RequiredFields, "address"], OptionalFields = ["name_kana"] };

        PurposeComparison.Compare(purpose, stricter).Should().Be(PurposeChange.Widening);
    }

    private static Purpose Of(string[] fields, int required, Ceilings ceilings) => Samples.Purpose() with
    {
        RequiredFields = [.. fields.Take(required)],
        OptionalFields = [.. fields.Skip(required)],
        Ceilings = ceilings,
    };

    // The definition, written a second time and differently.
    private static bool IsInside(Purpose a, Purpose b) =>
        !a.AllFields.Except(b.AllFields).Any()
        && !a.RequiredFields.Except(b.RequiredFields).Any()
        && a.Ceilings.ValidityDays <= b.Ceilings.ValidityDays
        && a.Ceilings.Calls.Calls <= b.Ceilings.Calls.Calls
        && Days(a.Ceilings) <= Days(b.Ceilings)
        && a.Ceilings.RetentionDays <= b.Ceilings.RetentionDays
        && a.Ceilings.Mode <= b.Ceilings.Mode;

    private static int Days(Ceilings c) => c.DataRangeDays == 0 ? int.MaxValue : c.DataRangeDays;
}
