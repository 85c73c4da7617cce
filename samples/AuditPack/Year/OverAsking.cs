using Google.Protobuf.WellKnownTypes;
using Pds.Client;
using Pds.Protocol.V1;

namespace AuditPack;

/// <summary>
/// The business that asks for too much: terms above its purpose's ceilings, fields nobody gave it, again and again within one month, at three in
/// the night, and on after people have withdrawn and after its purpose has ended.
/// </summary>
internal sealed class OverAsking(City city, Calendar calendar, Tally tally, Random random)
{
    private const string Key = "points";
    private static readonly string[] Greedy = ["birth_date", "name", "address"];

    // As it was: it is still asked for when it has ended.
    private Purpose? _purpose;

    /// <summary>One night; most are quiet.</summary>
    public async Task NightAsync(DateOnly day, IReadOnlyList<Resident> residents)
    {
        var items = residents.SelectMany(resident => resident.Items)
            .Where(item => item.Organisation.Key == Key && item.Organisation.Client.Receipts.Find(item.Consent.GrantId) is not null).ToList();
        if (items.Count == 0 || day.DayOfWeek is not (DayOfWeek.Tuesday or DayOfWeek.Friday) || day > calendar.First.AddDays(Turns.QuietAfterDays))
        {
            return;
        }

        await city.MoveToAsync(day.At(TimeSpan.FromMinutes((2 * 60) + random.Next(170))));
        var calls = new Using(city, tally);
        foreach (var item in random.Some(items, Math.Max(2, items.Count / 12)))
        {
            // Two without pause: the second is one too many by the middle of the month.
            await calls.TryAsync(item, item.Required);
            await calls.TryAsync(item, random.Chance(0.5) ? item.Required : Greedy);
        }

        _purpose ??= items[0].Organisation.Purposes.GetValueOrDefault("points-club");
        if (day.DayOfWeek == DayOfWeek.Tuesday && _purpose is not null)
        {
            await AskTooMuchAsync(random.Of(residents), _purpose);
        }
    }

    // Refused before the resident sees anything.
    private async Task AskTooMuchAsync(Resident resident, Purpose purpose)
    {
        var terms = new Terms();
        switch (random.Next(3))
        {
            case 0:
                terms.EndTime = Timestamp.FromDateTimeOffset(city.Clock.GetUtcNow().AddDays(purpose.Ceilings.ValidityDays + 200));
                break;
            case 1:
                terms.Frequency = new Frequency { Calls = 1000, Period = FrequencyPeriod.Day };
                break;
            default:
                terms.Fields.AddRange(Greedy);
                break;
        }

        try
        {
            await city[Key].Client.RequestConsentAsync(
                await resident.ReferenceForAsync(city[Key]), [new AskedItem { Purpose = $"{purpose.Code}@{purpose.Version}", Terms = terms }]);
        }
        catch (PdsException refusal)
        {
            tally.Refuse(city[Key], refusal.Reason);
        }
    }
}
