using Pds.Client;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.EndToEnd.Tests;

/// <summary>
/// SIGKILL while a resident has everything erased. After the restart it is done or it never was, before anybody is served: a device that still works
/// still gives its consent, one that does not gives nothing. The same call again ends it either way; what was acknowledged is never undone.
/// </summary>
public sealed class ErasureUnderKills
{
    private const int Rounds = 8;

    [Fact]
    [Trait("Invariant", "I-07")]
    [Trait("Invariant", "I-08")]
    [Trait("Invariant", "I-34")]
    [Trait("Feature", "N15")]
    public async Task An_erasure_cut_off_by_a_kill_is_whole_or_never_was_and_one_acknowledged_is_never_undone()
    {
        await using var city = await RunningCity.OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var resident = await city.EnrollResidentAsync("見本 花子");
            var grant = await resident.GrantAsync();
            if (round % 2 == 1)
            {
                await city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"]));
            }

            var (document, requestId) = (await resident.Device.ShowErasureAsync(), $"erase-under-kills-{round:d4}");
            var erasing = TryEraseAsync(resident.Device, document, requestId);
            await Task.Delay(Random.Shared.Next(0, 60));
            await city.KillAsync();
            await city.StartAsync();
            var answered = await erasing;
            await ReachAsync(city);

            var works = await WorksAsync(resident.Device);
            (answered is not null && works).Should().BeFalse("what was acknowledged is done");
            (await DataAsync(city, grant)).Should().Be(works ? "OK" : "CONSENT_WITHDRAWN", "nobody meets half an erasure");
            var again = await resident.Device.EraseAsync(document, requestId);
            (again.HistoryExpireTime is null).Should().Be(round % 2 == 0 && !works);
            if (answered is not null)
            {
                again.HistoryExpireTime.Should().Be(answered.HistoryExpireTime);
            }

            (await WorksAsync(resident.Device)).Should().BeFalse();
            (await DataAsync(city, grant)).Should().Be("CONSENT_WITHDRAWN");
        }

        await city.StopAsync();
        LogChecker.Check(city.LogFolder, city.Log).Should().BeOfType<LogCheck.Sound>();
    }

    private static async Task<EraseResidentResponse?> TryEraseAsync(ResidentDevice device, ShownErasure document, string requestId)
    {
        try
        {
            return await device.EraseAsync(document, requestId);
        }
        catch (PdsException)
        {
            return null; // Cut off: whether it happened, nobody was told.
        }
    }

    private static async Task<bool> WorksAsync(ResidentDevice device)
    {
        try
        {
            return await ReconnectedAsync(async () =>
            {
                await device.ListConsentsAsync().AnyAsync();
                return true;
            });
        }
        catch (PdsException refused) when (refused.Reason == "UNAUTHENTICATED")
        {
            return false;
        }
    }

    private static async Task<string> DataAsync(RunningCity city, string grant)
    {
        try
        {
            return await ReconnectedAsync(async () =>
            {
                await city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"]));
                return "OK";
            });
        }
        catch (PdsException refused)
        {
            return refused.Reason;
        }
    }

    // A connection that was refused while the server was away waits a moment before it tries again, and a call meanwhile fails at once.
    private static async Task<T> ReconnectedAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (PdsException away) when (away.Reason == LocalReasons.ServerUnreachable && attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }

    private static async Task ReachAsync(RunningCity city) => await (await city.EnrollResidentAsync("見本 太郎")).ReachAsync();
}
