using Pds.Client;
using Pds.Protocol.V1;
using Quickstart;

namespace Pds.EndToEnd.Tests;

/// <summary>A resident with her device, as the hospital and the city's desk know her.</summary>
internal sealed record Resident(RunningCity City, ResidentDevice Device, string HospitalRef, string StewardRef)
{
    /// <summary>The city writes one record of the four basic items with this name.</summary>
    public Task<WriteRecordResponse> WriteNameAsync(string name, string? requestId = null) => City.City.Steward.WriteRecordAsync(
        SampleRecords.BasicFour(StewardRef, name, "ミホン ハナコ", "青森県むつ市見本町1丁目2番3号", new DateOnly(1958, 3, 3), "女"), requestId);

    /// <summary>Asked by the hospital, granted as asked, receipt in the hospital's book.</summary>
    /// <returns>The grant's id.</returns>
    public async Task<string> GrantAsync(string purpose = RunningCity.Registration)
    {
        var asked = await City.Recipient.RequestConsentAsync(HospitalRef, [purpose]);
        var granted = await Device.GrantAsync(await Device.ShowDocumentAsync(asked.Items.Single()));
        await City.Recipient.FetchReceiptAsync(granted.Consent.GrantId);
        return granted.Consent.GrantId;
    }

    /// <summary>Waits until everybody's line to a restarted server stands again: after a refused connection gRPC rests before it tries anew.</summary>
    public async Task ReachAsync()
    {
        Func<Task>[] lines =
        [
            async () => await Device.ListRecordsAsync().AnyAsync(),
            async () => await City.Recipient.ListDatasetsAsync().AnyAsync(),
            async () => await City.City.Steward.ListDatasetsAsync().AnyAsync(),
        ];
        await Task.WhenAll(lines.Select(ReachAsync));
    }

    public override string ToString() => nameof(Resident);

    private static async Task ReachAsync(Func<Task> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await call();
                return;
            }
            catch (PdsException away) when (away.Reason == LocalReasons.ServerUnreachable && attempt < 20)
            {
                await Task.Delay(250);
            }
        }
    }
}
