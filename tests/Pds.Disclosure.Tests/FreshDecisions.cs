using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>Nothing a consent depends on is remembered: a yes a moment ago is no yes now, whichever fact changed since.</summary>
[Trait("Invariant", "I-01")]
[Trait("Feature", "D4")]
public sealed class FreshDecisions : IAsyncLifetime
{
    private City city = null!;
    private Given given = null!;
    private ResidentId resident;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        given = await city.GiveAsync(resident, city.Hospital, ["name"]);
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Theory]
    [InlineData(RefusalReason.ConsentPaused)]
    [InlineData(RefusalReason.ConsentWithdrawn)]
    [InlineData(RefusalReason.ConsentExpired)]
    [InlineData(RefusalReason.PurposeNotValid)]
    [InlineData(RefusalReason.FieldsNotGranted)]
    [InlineData(RefusalReason.OrganizationNotInGoodStanding)]
    public async Task A_yes_a_moment_ago_is_no_yes_now(RefusalReason reason)
    {
        (await AskAsync("name")).Should().BeOfType<RequestDataOutcome.Given>();

        await MakeTrueAsync(reason);
        var outcome = reason == RefusalReason.FieldsNotGranted ? await AskAsync("name", "sex") : await AskAsync("name");

        outcome.Should().BeOfType<RequestDataOutcome.Refused>().Which.Reason.Should().Be(reason);

        // The release would have said no as well, but only after an intent was entered and the cells were open.
        (await city.ChainAsync(resident)).Count(entry => entry.Entry is DisclosureIntended).Should().Be(1);
    }

    private async Task MakeTrueAsync(RefusalReason reason)
    {
        switch (reason)
        {
            case RefusalReason.ConsentPaused:
                await city.SetStateAsync(given, GrantState.Paused);
                break;
            case RefusalReason.ConsentWithdrawn:
                await city.WithdrawAsync(given);
                break;
            case RefusalReason.ConsentExpired:
                city.Time.Shift = TimeSpan.FromDays(31); // Time alone: no row says so yet.
                break;
            case RefusalReason.PurposeNotValid:
                var purpose = (await PurposeRow.FindAsync(city.Rows, given.Grant.Purpose, city.Stop))!;
                await city.RecordRowsAsync([PurposeRow.Put(purpose with { State = PurposeState.Invalidated })]);
                break;
            case RefusalReason.OrganizationNotInGoodStanding:
                var organization = (await OrganizationRow.FindAsync(city.Rows, city.Hospital.Id, city.Stop))!;
                await city.RecordRowsAsync([OrganizationRow.Put(organization with { State = OrganizationState.Suspended })]);
                break;
        }
    }

    private async Task<RequestDataOutcome> AskAsync(params string[] fields) =>
        await city.RequestData.RunAsync(given.Ask(fields), city.Hospital.Caller, city.Stop);
}
