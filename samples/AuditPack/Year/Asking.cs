using Google.Protobuf.WellKnownTypes;
using Pds.Client;
using Pds.Protocol.V1;

namespace AuditPack;

/// <summary>Organisations ask, residents answer, and change their minds later.</summary>
internal sealed class Asking(City city, Calendar calendar, OrganizationSource source, Agenda agenda, Tally tally)
{
    private const int Morning = 11;
    private const int Evening = 19;
    private const string OverAsker = "points";

    /// <summary>Plans who will ask this resident, and when.</summary>
    public void PlanAll(Resident resident, DateOnly today)
    {
        foreach (var rhythm in source.Rhythms.Where(rhythm => resident.Random.Chance(rhythm.Asks)))
        {
            // The planning section asks once the resident has answered its survey.
            var wait = rhythm.Purpose.StartsWith("wellbeing", StringComparison.Ordinal) ? resident.Random.Next(30, 60) : resident.Random.Next(21);
            Plan(resident, rhythm.Purpose, today, wait);
        }
    }

    /// <summary>Plans one asking.</summary>
    public void Plan(Resident resident, string purpose, DateOnly today, int afterDays)
    {
        var rhythm = source.Rhythms.Single(one => one.Purpose == purpose);
        agenda.Add(today.AddDays(afterDays), Morning, resident.Number, () => AskAsync(resident, rhythm, today.AddDays(afterDays)));
    }

    private async Task AskAsync(Resident resident, Rhythm rhythm, DateOnly today)
    {
        if (city.Organisations.FirstOrDefault(one => one.Purposes.ContainsKey(rhythm.Purpose)) is not { } organisation
            || resident.Items.Any(item => item.Rhythm == rhythm && (item.IsLiveAt(city.Clock.GetUtcNow()) || item.Consent.State is ConsentState.Requested or ConsentState.Paused)))
        {
            return; // The purpose has ended, or there is an answer.
        }

        var purpose = organisation.Purposes[rhythm.Purpose];
        var asked = await organisation.Client.RequestConsentAsync(
            await resident.ReferenceForAsync(organisation), [$"{purpose.Code}@{purpose.Version}"]);
        var item = new Item(resident, organisation, rhythm, purpose, asked.Items.Single());
        resident.Items.Add(item);
        tally.Add("asked");

        // One in twenty never answers; the request then runs out by itself.
        if (!resident.Random.Chance(0.05))
        {
            agenda.Add(today.AddDays(resident.Random.Next(6)), Evening, resident.Number, () => AnswerAsync(item));
        }
    }

    private async Task AnswerAsync(Item item)
    {
        var (resident, today) = (item.Resident, JapaneseTime.DayOf(city.Clock.GetUtcNow()));
        var shown = await resident.Device.ListRequestsAsync().SelectMany(request => request.Items.ToAsyncEnumerable())
            .FirstAsync(found => found.GrantId == item.Consent.GrantId);
        if (shown.State != ConsentState.Requested)
        {
            item.Consent = shown;
            return;
        }

        if (resident.Random.Chance(0.05 + (0.35 * resident.Person.Caution)))
        {
            item.Consent = (await resident.Device.DeclineAsync(shown)).Consent;
            tally.Add("declined");
            return;
        }

        try
        {
            var document = await resident.Device.ShowDocumentAsync(shown, ChoicesOf(item, shown));
            item.Consent = (await resident.Device.GrantAsync(document)).Consent;
        }
        catch (PdsException refused) when (refused.Reason is "PURPOSE_NOT_VALID" or "PURPOSE_NOT_APPROVED" or "PURPOSE_EXPIRED" or "MOVE_NOT_ALLOWED")
        {
            // The purpose ended, or became narrower, between question and answer: nothing was given.
            tally.Add("overtaken");
            return;
        }

        tally.Add("granted");
        await item.Organisation.Client.FetchReceiptAsync(item.Consent.GrantId);
        PlanLife(item, today);
    }

    // The careful leave out what can be left out, and some want an earlier end.
    private Narrowing? ChoicesOf(Item item, Consent shown)
    {
        var random = item.Resident.Random;
        if (!random.Chance(0.2 + (0.5 * item.Resident.Person.Caution)))
        {
            return null;
        }

        var optional = shown.Terms.Fields.Except(item.Required).ToList();
        var kept = random.Some(optional, random.Next(optional.Count + 1));
        var choices = new Narrowing { Fields = { shown.Terms.Fields.Where(field => item.Required.Contains(field) || kept.Contains(field)) } };
        if (random.Chance(0.3))
        {
            var end = JapaneseTime.DayOf(city.Clock.GetUtcNow()).AddDays(random.Next(20, 90)).At(TimeSpan.Zero).ToUniversalTime();
            choices.EndTime = end < shown.Terms.EndTime.ToDateTimeOffset() ? Timestamp.FromDateTimeOffset(end) : null;
        }

        return choices;
    }

    private void PlanLife(Item item, DateOnly today)
    {
        var (resident, random) = (item.Resident, item.Resident.Random);
        if (random.Chance(0.07))
        {
            var day = today.AddDays(random.Next(5, 150));
            agenda.Add(day, Evening, resident.Number, () => PauseAsync(item, day));
        }

        if (random.Chance(item.Organisation.Key == OverAsker ? 0.45 : 0.1))
        {
            agenda.Add(today.AddDays(random.Next(10, 260)), Evening, resident.Number, () => WithdrawAsync(item));
        }

        // What runs out is asked for again, mostly, and answered anew.
        if (random.Chance(0.7))
        {
            var after = JapaneseTime.DayOf(item.Consent.Terms.EndTime.ToDateTimeOffset()).AddDays(random.Next(1, 14));
            if (after < calendar.End)
            {
                agenda.Add(after, Morning, resident.Number, () => AskAsync(resident, item.Rhythm, after));
            }
        }
    }

    private async Task PauseAsync(Item item, DateOnly day)
    {
        if (!item.IsLiveAt(city.Clock.GetUtcNow()))
        {
            return;
        }

        item.Consent = (await item.Resident.Device.PauseAsync(item.Consent)).Consent;
        tally.Add("paused");
        agenda.Add(day.AddDays(item.Resident.Random.Next(5, 40)), Evening, item.Resident.Number, () => ResumeAsync(item));
        PlanMistake(item, day);
    }

    private async Task ResumeAsync(Item item)
    {
        if (item.Consent.State == ConsentState.Paused && item.HasNotEndedAt(city.Clock.GetUtcNow()))
        {
            item.Consent = (await item.Resident.Device.ResumeAsync(item.Consent)).Consent;
            tally.Add("resumed");
        }
    }

    private async Task WithdrawAsync(Item item)
    {
        if (item.IsLiveAt(city.Clock.GetUtcNow()))
        {
            item.Consent = (await item.Resident.Device.WithdrawAsync(item.Consent.GrantId)).Consent;
            tally.Add("withdrawn");
            PlanMistake(item, JapaneseTime.DayOf(city.Clock.GetUtcNow()));
        }
    }

    // Lists are printed in the morning: some call once more before the news is read.
    private void PlanMistake(Item item, DateOnly today)
    {
        if (item.Resident.Random.Chance(0.4))
        {
            agenda.Add(today.AddDays(1), Morning, item.Resident.Number, () => new Using(city, tally).TryAsync(item, item.Required));
        }
    }
}
