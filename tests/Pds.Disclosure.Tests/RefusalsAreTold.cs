using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>From rule 4 on the reason is told; before it, nobody learns what was wrong.</summary>
[Trait("Feature", "D4")]
[Trait("Feature", "D1")]
public sealed class RefusalsAreTold : IAsyncLifetime
{
    private City city = null!;
    private ResidentId resident;
    private Given given = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        given = await city.GiveAsync(resident, city.Hospital, ["name"]);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    [Trait("Feature", "S4")]
    public async Task Each_stop_has_a_reason_of_its_own_and_leaves_it_in_the_residents_chain()
    {
        await city.SetStateAsync(given, GrantState.Paused);
        (await ReasonAsync(given.Ask("name"))).Should().Be(RefusalReason.ConsentPaused);
        await city.SetStateAsync(given, GrantState.Active);
        (await ReasonAsync(given.Ask("name", "sex"))).Should().Be(RefusalReason.FieldsNotGranted);
        city.Time.Shift = TimeSpan.FromDays(31);
        (await ReasonAsync(given.Ask("name"))).Should().Be(RefusalReason.ConsentExpired);
        await city.WithdrawAsync(given);
        (await ReasonAsync(given.Ask("name"))).Should().Be(RefusalReason.ConsentWithdrawn);

        (await city.ChainAsync(resident)).Select(e => e.Entry).OfType<DisclosureRefused>().Select(entry => (entry.Rule, entry.Reason)).Should().Equal(
            (5, "CONSENT_PAUSED"), (8, "FIELDS_NOT_GRANTED"), (6, "CONSENT_EXPIRED"), (5, "CONSENT_WITHDRAWN"));
    }

    [Fact]
    [Trait("Invariant", "I-06")]
    public async Task While_a_withdrawal_is_of_unknown_end_the_answer_is_no()
    {
        city.Latch.Hold(given.Id);

        (await ReasonAsync(given.Ask("name"))).Should().Be(RefusalReason.ConsentWithdrawn);
    }

    [Fact]
    public async Task A_suspended_organisation_gets_nothing()
    {
        var organization = (await OrganizationRow.FindAsync(city.Rows, city.Hospital.Id, city.Stop))!;
        await city.RecordRowsAsync([OrganizationRow.Put(organization with { State = OrganizationState.Suspended })]);

        (await ReasonAsync(given.Ask("name"))).Should().Be(RefusalReason.OrganizationNotInGoodStanding);
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    [Trait("Rule", "1")]
    [Trait("Rule", "2")]
    [Trait("Rule", "3")]
    public async Task Unreadable_forged_and_foreign_look_alike()
    {
        var good = given.Ask("name");
        var outcomes = new[]
        {
            await RunAsync(good with { Presentation = "x" }, city.Hospital),
            await RunAsync(good with { Presentation = new string('a', 70_000) }, city.Hospital),
            await RunAsync(good with { Presentation = Forged(good.Presentation) }, city.Hospital),
            await RunAsync(good, city.Shop),
            await RunAsync(given.Ask(new Asking { Fields = ["name"], Signer = city.Shop.CallKey }), city.Shop),
            await RunAsync(given.Ask(new Asking { Fields = ["name"], Signer = city.Shop.CallKey }), city.Hospital),
        };

        outcomes.Should().AllBeEquivalentTo(new RequestDataOutcome.Refused(new Refusal(RefusalReason.ReceiptNotAccepted)));
    }

    [Fact]
    [Trait("Invariant", "I-14")]
    public async Task A_foreign_attempt_is_entered_in_the_residents_chain()
    {
        await RunAsync(given.Ask("name"), city.Shop);
        await city.Refusals.DisposeAsync();

        (await city.ChainAsync(resident)).Select(e => e.Entry).OfType<DisclosureRefused>().Should().ContainSingle()
            .Which.Should().Match<DisclosureRefused>(entry => entry.Rule == 3 && entry.Recipient == city.Shop.Id && entry.Grant == given.Id);
    }

    [Fact]
    [Trait("Invariant", "I-14")]
    public async Task A_damaged_row_costs_one_entry_and_not_all_that_follow()
    {
        var lost = new List<Exception>();
        var refusals = new Refusals(city.RefusalLog, new DamagedOnce(city.Rows)) { EntryLost = lost.Add };
        var requestData = new RequestData(
            city.Recorder, city.Gate, new KnownSigners(City.Issuer, city.Signer.PublicKey), city.Signer, city.Latch, CallFormat.TryParse, refusals);

        await requestData.RunAsync(given.Ask("name"), city.Shop.Caller, city.Stop);
        await requestData.RunAsync(given.Ask("name"), city.Shop.Caller, city.Stop);
        await refusals.DisposeAsync();

        lost.Should().ContainSingle().Which.Should().BeOfType<InvalidDataException>();
        (await city.ChainAsync(resident)).Count(entry => entry.Entry is DisclosureRefused).Should().Be(1);
    }

    [Fact]
    public async Task Many_equal_refusals_are_one_entry()
    {
        for (var i = 0; i < 5; i++)
        {
            await ReasonAsync(given.Ask("sex"));
        }

        (await city.ChainAsync(resident)).Count(entry => entry.Entry is DisclosureRefused).Should().Be(1);
    }

    [Fact]
    [Trait("Feature", "N24")]
    public async Task What_a_refusal_hung_on_is_in_her_chain_and_the_caller_is_told_no_more_than_before()
    {
        var terms = (await GrantRow.FindAsync(city.Rows, given.Id, city.Stop))!.Terms;
        (await RunAsync(given.Ask("name", "sex"), city.Hospital)).Should().Be(new RequestDataOutcome.Refused(new Refusal(RefusalReason.FieldsNotGranted, "sex")));
        city.Time.Shift = TimeSpan.FromDays(31);
        (await RunAsync(given.Ask("name"), city.Hospital)).Should().Be(new RequestDataOutcome.Refused(new Refusal(RefusalReason.ConsentExpired, At: terms.Ends)));

        var told = (await city.ChainAsync(resident)).Select(e => e.Entry).OfType<DisclosureRefused>().ToList();

        told.Select(entry => entry.Over).Should().Equal(new RefusedOver("sex", null, null), new RefusedOver(null, Instant.Truncate(terms.Ends), null));
        told.Should().AllSatisfy(entry => LedgerEntry.TryParse(entry.ToBody(), out _).Should().BeTrue("it rests as it is read"));
    }

    [Fact]
    [Trait("Feature", "N24")]
    [Trait("Invariant", "I-14")]
    public async Task Another_field_each_time_makes_no_entry_more_and_what_is_no_name_is_not_written_down()
    {
        foreach (var field in new[] { "<script>", "\u202Esex", new string('あ', 2000), "sex", "address" })
        {
            await ReasonAsync(given.Ask("name", field));
        }

        await city.RefusalLog.FlushAsync(all: true, city.Stop);
        var told = (await city.ChainAsync(resident)).Select(e => e.Entry).OfType<DisclosureRefused>().ToList();
        told.Select(entry => (entry.Count, entry.Over)).Should().Equal((1, null), (4, new RefusedOver("address", null, null)));
    }

    [Fact]
    public async Task An_erased_resident_answers_as_withdrawn()
    {
        await city.RecordRowsAsync([new Change.Delete(GrantRow.Key(given.Id))]);

        (await ReasonAsync(given.Ask("name"))).Should().Be(RefusalReason.ConsentWithdrawn);
    }

    // One character of the issuer's signature changed to another that still decodes.
    private static string Forged(string presentation)
    {
        var at = presentation.IndexOf('~') - 10;
        return presentation[..at] + (presentation[at] == 'A' ? 'B' : 'A') + presentation[(at + 1)..];
    }

    private async Task<RequestDataOutcome> RunAsync(RequestDataInput input, Party caller) =>
        await city.RequestData.RunAsync(input, caller.Caller, city.Stop);

    private async Task<RefusalReason> ReasonAsync(RequestDataInput input) =>
        (await RunAsync(input, city.Hospital)).Should().BeOfType<RequestDataOutcome.Refused>().Subject.Reason;

    private sealed class DamagedOnce(IRowReader rows) : IRowReader
    {
        private bool met;

        public ValueTask<Row?> FindAsync(RowKey key, CancellationToken cancellationToken = default) =>
            met ? rows.FindAsync(key, cancellationToken) : throw Met();

        public ValueTask<IReadOnlyList<Row>> ListAsync(
            Table table, LinkColumn column, string value, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
            rows.ListAsync(table, column, value, afterOrdinal, limit, cancellationToken);

        public ValueTask<IReadOnlyList<Row>> ListAllAsync(
            Table table, long afterOrdinal, int limit, CancellationToken cancellationToken = default) =>
            rows.ListAllAsync(table, afterOrdinal, limit, cancellationToken);

        private InvalidDataException Met()
        {
            met = true;
            return new InvalidDataException("The row was changed at rest.");
        }
    }
}
