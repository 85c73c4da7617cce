using Pds.Client;

namespace AuditPack;

/// <summary>Recipients ask for data: each organisation its list of the hour, in one batch.</summary>
internal sealed class Using(City city, Tally tally)
{
    /// <summary>Asks for what was chosen; every organisation at once.</summary>
    public async Task RunAsync(IReadOnlyList<Item> items)
    {
        var fields = items.ToDictionary(item => item, FieldsOf);
        await Task.WhenAll(items.GroupBy(item => item.Organisation).Select(async group =>
        {
            var mine = group.ToList();
            if (mine.Count == 1)
            {
                await TryAsync(mine[0], fields[mine[0]]);
                return;
            }

            var requests = mine.ConvertAll(item => new DataRequest(item.Consent.GrantId, fields[item]));
            await foreach (var answer in group.Key.Client.RequestDataBatchAsync(requests))
            {
                Note(mine[answer.Item], answer.Refusal);
            }
        }));
    }

    /// <summary>Asks once, whatever comes of it.</summary>
    public async Task TryAsync(Item item, IReadOnlyList<string> fields)
    {
        try
        {
            await item.Organisation.Client.RequestDataAsync(new DataRequest(item.Consent.GrantId, [.. fields]));
            Note(item, null);
        }
        catch (PdsException refusal)
        {
            Note(item, refusal);
        }
    }

    // What this task needs of what was allowed: all that cannot be left out, and some of the rest that the purpose still covers.
    private static List<string> FieldsOf(Item item)
    {
        var random = item.Resident.Random;
        var purpose = item.Organisation.Purposes[item.Rhythm.Purpose];
        var optional = item.Consent.Terms.Fields.Intersect(purpose.OptionalFields).Except(item.Required).ToList();
        return [.. item.Required, .. random.Some(optional, random.Next(optional.Count + 1))];
    }

    private void Note(Item item, PdsException? refusal)
    {
        if (refusal is null)
        {
            item.Use(JapaneseTime.DayOf(city.Clock.GetUtcNow()));
            tally.Add("uses");
            tally.Add("uses/" + item.Organisation.Key);
        }
        else
        {
            tally.Refuse(item.Organisation, refusal.Reason);
        }
    }
}
