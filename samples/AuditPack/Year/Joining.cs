namespace AuditPack;

/// <summary>People join at the desk: a vault, a device, the first records; and what their sources write later.</summary>
internal sealed class Joining(City city, Calendar calendar, Agenda agenda, Asking asking, Tally tally, int seed)
{
    private const int AtOnce = 8;

    /// <summary>Days on which somebody joins, one for each: most in the first weeks, the others through the year.</summary>
    public List<DateOnly> Plan(int residents, Random random) => [.. Enumerable.Range(0, residents)
        .Select(number => number < 3 ? 0 : random.Chance(0.8) ? (int)(60 * Math.Pow(random.NextDouble(), 1.6)) : random.Next(330))
        .Select(calendar.First.AddDays).Where(day => day < calendar.End).Order()];

    /// <summary>So many join today.</summary>
    public async Task<IEnumerable<Resident>> JoinAsync(DateOnly today, int count, int from)
    {
        var joined = new Resident[count];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, _) =>
        {
            var random = new Random(HashCode(from + n));
            joined[n] = await EnrollAsync(new Resident(from + n, new People(random).Next(today), random, await city.EnrollResidentAsync()), today);
        });
        tally.Add("residents", count);
        return joined;
    }

    // Its own stream of choices for each, whatever the others do.
    private int HashCode(int number) => unchecked((seed * 1_000_003) + (number * 7919) + 17);

    private async Task<Resident> EnrollAsync(Resident resident, DateOnly today)
    {
        await WriteBasicsAsync(resident, today);
        asking.PlanAll(resident, today);
        PlanRecords(resident, today);
        return resident;
    }

    private async Task WriteBasicsAsync(Resident resident, DateOnly today)
    {
        var (desk, water, power, random) = (city.Desk, city["water"], city["power"], resident.Random);
        var forDesk = await resident.ReferenceForAsync(desk);
        resident.Records["basic"] = (await desk.Client.WriteRecordAsync(Life(forDesk, resident))).RecordId;
        await desk.Client.WriteRecordAsync(Records.Contact(forDesk, resident.Person, random));
        resident.Records["water"] = (await water.Client.WriteRecordAsync(Records.Utility(
            await resident.ReferenceForAsync(water), resident.Person, "水道", "しもきた水道", today.AddDays(-random.Next(90, 3000)), random))).RecordId;
        resident.Records["power"] = (await power.Client.WriteRecordAsync(Records.Utility(
            await resident.ReferenceForAsync(power), resident.Person, "電気", "見本電力", today.AddDays(-random.Next(90, 3000)), random))).RecordId;
        resident.Records["appointment"] = (await WriteAppointmentAsync(resident, today)).RecordId;
        await WriteConditionAsync(resident, today);
        tally.Add("records", 6);
    }

    private static Pds.Client.RecordDraft Life(string reference, Resident resident) =>
        Records.Basic(reference, resident.Person, resident.Records.GetValueOrDefault("basic"));

    private async Task<Pds.Protocol.V1.WriteRecordResponse> WriteAppointmentAsync(Resident resident, DateOnly today) =>
        await city["university"].Client.WriteRecordAsync(Records.Appointment(
            await resident.ReferenceForAsync(city["university"]), today.AddDays(resident.Random.Next(3, 60)), "見本大学病院 外来棟 2階", resident.Random,
            resident.Records.GetValueOrDefault("appointment")));

    private async Task WriteConditionAsync(Resident resident, DateOnly today) => await city["hospital"].Client.WriteRecordAsync(
        Records.Condition(await resident.ReferenceForAsync(city["hospital"]), today, resident.Random));

    // What is written later: appointments move on, meters are read, some move house, some are diagnosed, autumn brings the survey.
    private void PlanRecords(Resident resident, DateOnly today)
    {
        var random = resident.Random;
        Every(resident, today, random.Next(30, 70), random.Next(60, 150), async day => await WriteAppointmentAsync(resident, day));
        Every(resident, today, random.Next(40, 100), random.Next(90, 200), async day => resident.Records["water"] = (await city["water"].Client.WriteRecordAsync(
            Records.Utility(
                await resident.ReferenceForAsync(city["water"]), resident.Person, "水道", "しもきた水道", today.AddDays(-400), random, resident.Records["water"]))).RecordId);
        Every(resident, today, random.Next(60, 300), 400, day => WriteConditionAsync(resident, day));
        if (random.Chance(0.1))
        {
            Every(resident, today, random.Next(20, 340), 400, day => MoveAsync(resident, day));
        }

        Every(resident, SurveyAfter(today), random.Next(20), 400, async day => await city["planning"].Client.WriteRecordAsync(
            Records.Survey(await resident.ReferenceForAsync(city["planning"]), resident.Person, day, random)));
    }

    private static DateOnly SurveyAfter(DateOnly day) => day.AddDays(7);

    private void Every(Resident resident, DateOnly from, int first, int period, Func<DateOnly, Task> write)
    {
        for (var day = from.AddDays(first); day < calendar.End; day = day.AddDays(period))
        {
            var today = day;
            agenda.Add(day, 8, resident.Number, async () =>
            {
                await write(today);
                tally.Add("records");
            });
        }
    }

    private async Task MoveAsync(Resident resident, DateOnly today)
    {
        var town = resident.Random.Of(People.Words.Towns);
        resident.Person = resident.Person with
        {
            PostalCode = town[0], District = town[2], Address = $"青森県{town[1]}{resident.Random.Next(1, 9)}丁目{resident.Random.Next(1, 30)}番1号",
        };
        await city.Desk.Client.WriteRecordAsync(Life(await resident.ReferenceForAsync(city.Desk), resident));
        asking.Plan(resident, "water-moving", today, 3);
    }
}
