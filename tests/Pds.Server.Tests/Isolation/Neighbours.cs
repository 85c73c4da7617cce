using Pds.TestCity;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Tests.Isolation;

/// <summary>Another recipient and one resident after another who ask, give, use, are refused and withdraw without pause.</summary>
internal sealed class Neighbours
{
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim acted = new(0);
    private readonly City city;
    private readonly TestOrganization water;
    private readonly Task living;

    private Neighbours(City city, TestOrganization water)
    {
        (this.city, this.water) = (city, water);
        living = Task.Run(LiveAsync);
    }

    public static async Task<Neighbours> StartAsync(City city) => new(city, await city.EnrollNamedAsync("しもきた水道"));

    /// <summary>Waits for the next thing they do, and for a look at everything they did before.</summary>
    public async Task ActAsync()
    {
        while (acted.Wait(0))
        {
        }

        (await acted.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue("the neighbours are never still");
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await living;
        stopping.Dispose();
    }

    private async Task LiveAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var neighbour = await DidAsync(city.NewResidentWithRecordAsync("見本 三郎"));
            var item = await DidAsync(water.AskConsentAsync(await neighbour.ReferenceForAsync(water), "water-moving@1"));
            await DidAsync(neighbour.GrantAsync(item));
            var receipt = await water.ReceiptAsync(item.GrantId);
            await DidAsync(water.RequestDataAsync(await water.PrepareAsync(item.GrantId, receipt, ["name"])));
            await DidAsync(water.RequestDataAsync(await water.PrepareAsync(item.GrantId, receipt, ["name"])));
            await DidAsync(water.RequestDataAsync(new V1.RequestDataRequest { Presentation = "x" }));
            await DidAsync(neighbour.WithdrawAsync(item.GrantId));
            await DidAsync(water.AskAsync("/pds.v1.DisclosureService/ListUses", new V1.ListUsesRequest()));
        }
    }

    private async Task<T> DidAsync<T>(Task<T> act)
    {
        var result = await act;
        acted.Release();
        return result;
    }
}
