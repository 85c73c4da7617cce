using Pds.Protocol.V1;

namespace AuditPack;

/// <summary>What changes for everybody in the course of the year: a purpose becomes narrower, one ends, a business is stopped.</summary>
internal sealed class Turns(City city, Calendar calendar)
{
    /// <summary>Days after the first on which the over-asking business has nothing left to ask.</summary>
    public const int QuietAfterDays = 320;

    private const int NarrowAfterDays = 170;
    private const int InvalidateAfterDays = 270;
    private const int SuspendAfterDays = 300;

    /// <summary>Does what falls on a day.</summary>
    public async Task RunAsync(DateOnly day)
    {
        var after = day.DayNumber - calendar.First.DayNumber;
        if (after is NarrowAfterDays or InvalidateAfterDays or SuspendAfterDays)
        {
            await city.MoveToAsync(day.At(TimeSpan.FromHours(7)));
        }

        switch (after)
        {
            case NarrowAfterDays:
                await new Declaration(city).NarrowAsync(city["hospital"], "hospital-registration", "sex");
                break;
            case InvalidateAfterDays:
                await new Declaration(city).InvalidateAsync(city["points"], "points-club");
                break;
            case SuspendAfterDays:
                var present = await city.Desk.Client.Steward.GetOrganizationAsync(city["points"].Id);
                await city.Desk.Client.Steward.SuspendOrganizationAsync(present, Texts.Of("suspend"));
                break;
        }
    }
}
