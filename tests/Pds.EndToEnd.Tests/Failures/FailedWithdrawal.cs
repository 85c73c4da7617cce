using Pds.Client;
using Pds.Protocol.V1;

namespace Pds.EndToEnd.Tests;

/// <summary>
/// A withdrawal on a disk that fails, seen from outside: its end is told honestly, a repeat carries it out once, and a restart believes the
/// durable state alone (I-06). That the latch denies in between is shown where the disk can be failed at one commit and no other:
/// <c>UnknownWithdrawals</c> of Pds.Disclosure.Tests, <c>StopsLatchFirst</c> of Pds.Server.Tests.
/// </summary>
public sealed class FailedWithdrawal
{
    [Fact]
    [Trait("Feature", "C4")]
    [Trait("Invariant", "I-09")]
    public async Task A_withdrawal_that_ended_in_an_error_is_repeated_and_done_once()
    {
        await using var city = await RunningCity.OpenAsync(attempts: 1);
        var resident = await city.EnrollResidentAsync("見本 花子");
        var grant = await resident.GrantAsync();
        var id = Guid.NewGuid().ToString("N");
        await using (await Trouble.SyncFailsAsync(city))
        {
            (await Refusal.OfAsync(() => resident.Device.WithdrawAsync(grant, id))).Reason.Should().Be("LEDGER_UNAVAILABLE");
            await Refusal.OfAsync(() => AskAsync(city, grant));
        }

        // The disk is well again. Data comes only once it is durably known that the withdrawal did not happen, which she can see as well.
        var opened = await AskUntilKnownAsync(city, resident, grant);
        var ended = await resident.Device.WithdrawAsync(grant, id);

        ended.Consent.State.Should().Be(ConsentState.Withdrawn);
        (await resident.Device.WithdrawAsync(grant, id)).Should().Be(ended, "the repeat is idempotent");
        (await Refusal.OfAsync(() => AskAsync(city, grant))).Reason.Should().Be("CONSENT_WITHDRAWN");
        if (opened is not null)
        {
            opened.Evidence.DisclosedIndex.Should().BeLessThan(ended.Evidence.Index);
        }
    }

    [Fact]
    [Trait("Feature", "C4")]
    [Trait("Invariant", "I-06")]
    public async Task After_a_restart_the_durable_state_rules()
    {
        await using var city = await RunningCity.OpenAsync(attempts: 1);
        var resident = await city.EnrollResidentAsync("見本 花子");
        var grant = await resident.GrantAsync();
        var id = Guid.NewGuid().ToString("N");
        await using (await Trouble.SyncFailsAsync(city))
        {
            await Refusal.OfAsync(() => resident.Device.WithdrawAsync(grant, id));
            await city.KillAsync();
        }

        await city.StartAsync();
        await resident.ReachAsync();
        var state = await StateAsync(resident, grant);
        if (state == ConsentState.Active)
        {
            (await AskAsync(city, grant)).Records.Should().ContainSingle();
        }
        else
        {
            // The bytes had reached the file before the sync failed: the log, and so the ledger, has the withdrawal.
            state.Should().Be(ConsentState.Withdrawn);
            (await Refusal.OfAsync(() => AskAsync(city, grant))).Reason.Should().Be("CONSENT_WITHDRAWN");
        }

        (await resident.Device.WithdrawAsync(grant, id)).Consent.State.Should().Be(ConsentState.Withdrawn);
        (await Refusal.OfAsync(() => AskAsync(city, grant))).Reason.Should().Be("CONSENT_WITHDRAWN");
    }

    private static Task<OpenedData> AskAsync(RunningCity city, string grant) => city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"]));

    // Data, or null when the withdrawal turns out to be durable. Any other way to an answer fails the test.
    private static async Task<OpenedData?> AskUntilKnownAsync(RunningCity city, Resident resident, string grant)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                var opened = await AskAsync(city, grant);
                (await StateAsync(resident, grant)).Should().Be(ConsentState.Active);
                return opened;
            }
            catch (PdsException no)
            {
                no.Reason.Should().BeOneOf("CONSENT_WITHDRAWN", "LEDGER_UNAVAILABLE");
            }

            if (await StateAsync(resident, grant) == ConsentState.Withdrawn)
            {
                return null;
            }

            await Task.Delay(100);
        }

        throw new Xunit.Sdk.XunitException("How the withdrawal ended did not become known within 10 s.");
    }

    private static async Task<ConsentState> StateAsync(Resident resident, string grant) =>
        (await resident.Device.ListConsentsAsync().SingleAsync(consent => consent.GrantId == grant)).State;
}
