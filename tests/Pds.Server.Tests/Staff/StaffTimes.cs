using Pds.Protocol.V1;
using Pds.Server.Staff;
using Pds.Server.Tests.World;
using Pds.TestCity;

namespace Pds.Server.Tests.Staff;

/// <summary>How long a session of staff lives: 20 minutes without use, and a working day however it is used.</summary>
[Trait("Feature", "G7")]
public sealed class StaffTimes : IAsyncLifetime
{
    private const string Self = "/pds.v1.StaffService/GetStaffSelf";
    private readonly ShiftedTime time = new();
    private TestIdentityProvider provider = null!;
    private City city = null!;
    private TestWebHost host = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await TestIdentityProvider.StartAsync(time);
        city = await City.StartAsync(provider.Configure, wall: time);
        host = await city.EnrollWebHostAsync();
        (host.Self.Clock, city.Steward.Clock) = (time, time);
    }

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task It_ends_after_twenty_idle_minutes_and_after_eight_hours()
    {
        var clerk = await host.FirstStaffAsync(provider, "aoi", city.Steward.Id, StaffRole.Counter);
        for (var at = TimeSpan.FromMinutes(19); at < StaffSession.Longest; at += TimeSpan.FromMinutes(19))
        {
            time.Shift += TimeSpan.FromMinutes(19);
            (await clerk.AskAsync(Self, new GetStaffSelfRequest())).Reason.Should().Be("OK", "{0}", at);
        }

        time.Shift += TimeSpan.FromMinutes(19);
        (await clerk.AskAsync(Self, new GetStaffSelfRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        var idle = await host.FirstStaffAsync(provider, "midori", city.Steward.Id, StaffRole.Counter);
        time.Shift += StaffSession.Idle;
        (await idle.AskAsync(Self, new GetStaffSelfRequest())).Reason.Should().Be("SESSION_NOT_ACCEPTED");
    }
}
