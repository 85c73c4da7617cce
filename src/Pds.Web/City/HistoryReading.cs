using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Pds.Client;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Web.Residents;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.Web.City;

/// <summary>
/// All that was done with her data, with the words behind its codes (FEATURES T3): out of her own chain, of which a session reads each entry once. Who acts for
/// her gets the list of uses that the mandate allows, and nothing else.
/// </summary>
internal sealed class HistoryReading(ICarried resident, Catalogue catalogue, ConsentReading consents, HelperNames helpers)
{
    /// <summary>Every entry of her chain, oldest first.</summary>
    public async Task<IReadOnlyList<EventView>> ListAsync(CancellationToken cancellationToken) =>
        (await OwnAsync(whole: true, cancellationToken) ?? throw NotHers()).Events;

    /// <summary>One entry by its number.</summary>
    /// <exception cref="PdsException">NOT_FOUND, for another's too.</exception>
    public async Task<EventView> FindAsync(string number, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(view => view.Number.ToString(CultureInfo.InvariantCulture) == number) ?? throw NotFound();

    /// <summary>Uses and refused attempts, newest first, and how many entries of that time a law forbids to tell her of (FEATURES T5).</summary>
    /// <param name="from">Only at or after this instant; null from the beginning.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<SeenUses> UsesAsync(DateTimeOffset? from, CancellationToken cancellationToken)
    {
        var own = await OwnAsync(whole: from is null, cancellationToken);
        if (own is not null && !own.Reaches(from))
        {
            own = await OwnAsync(whole: true, cancellationToken);
        }

        if (own is not null)
        {
            return own.Once($"uses {from:O}", () => own.UsesFrom(from));
        }

        var counted = await (await resident.CallsAsync()).ReadUsesAsync(from, cancellationToken);
        var views = await ViewsAsync(counted.Uses, cancellationToken);
        views.Reverse();
        return new SeenUses(views, counted.HiddenByLaw);
    }

    /// <summary>Where her data is: who wrote it, and each place it went to (FEATURES T8).</summary>
    /// <param name="held">What her vault holds; null when the mandate does not show it.</param>
    /// <param name="today">Today in Tokyo.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<Whereabouts> WhereAsync(IReadOnlyList<RecordView>? held, DateOnly today, CancellationToken cancellationToken)
    {
        var given = await consents.ListAsync(cancellationToken);
        if (await OwnAsync(whole: true, cancellationToken) is { } own)
        {
            return own.Once($"where {today:O}", () => Whereabouts.Of(held, given, own.Uses, own.Events.LongCount(one => one.IsHidden), today));
        }

        var seen = await UsesAsync(null, cancellationToken);
        return Whereabouts.Of(held, given, seen.Uses, seen.HiddenByLaw, today);
    }

    /// <summary>The passbook of her whole history.</summary>
    public async Task<Passbook> PassbookAsync(CancellationToken cancellationToken)
    {
        var own = await OwnAsync(whole: true, cancellationToken) ?? throw NotHers();
        return own.Once("passbook", () => Passbook.Of(own.Events));
    }

    /// <summary>The uses of one consent, newest first.</summary>
    public async Task<IReadOnlyList<UseView>> UsesOfAsync(string grantId, CancellationToken cancellationToken) =>
        [.. (await UsesAsync(null, cancellationToken)).Uses.Where(use => use.Use.GrantId == grantId)];

    /// <summary>One use of hers, by its place in the log.</summary>
    /// <exception cref="PdsException">NOT_FOUND, for another's too.</exception>
    public async Task<UseView> UseAsync(long index, CancellationToken cancellationToken) =>
        (await UsesAsync(null, cancellationToken)).Uses.FirstOrDefault(use => use.Use.Evidence.Index == index) ?? throw NotFound();

    /// <summary>The proof that one use stands in the log where it says; null when the city gives none.</summary>
    public async Task<LedgerEvidence?> ProofAsync(UseView view, CancellationToken cancellationToken)
    {
        var session = await resident.CallsAsync();
        await foreach (var use in session.ListUsesAsync(view.Use.GrantId, view.Time, view.Time.AddMilliseconds(1), cancellationToken: cancellationToken))
        {
            if (use.Evidence.Index == view.Use.Evidence.Index)
            {
                return use.Evidence;
            }
        }

        return null;
    }

    /// <summary>What she asked about a use, with the answer; null when she did not.</summary>
    public async Task<Question?> QuestionAsync(long index, CancellationToken cancellationToken)
    {
        var session = await resident.CallsAsync();
        return await session.ListQuestionsAsync(cancellationToken).FirstOrDefaultAsync(question => question.UseIndex == index, cancellationToken);
    }

    private Task<HistoryViews?> OwnAsync(bool whole, CancellationToken cancellationToken) =>
        resident.TellHistoryAsync(whole, (before, known) => TellAsync(before, known, cancellationToken), cancellationToken);

    // Told on: what was told before stays as it is, but for an intent whose end is among the new entries.
    private async Task<HistoryViews> TellAsync(HistoryViews before, KnownHistory known, CancellationToken cancellationToken)
    {
        var (events, uses) = (new List<EventView>(before.Events), new List<UseView>(before.Uses));
        var (intents, purposes) = (new Dictionary<string, int>(before.Intents), new Dictionary<GrantId, string>(before.Purposes));
        var given = await GivenAsync(cancellationToken);
        foreach (var entry in known.Entries.Skip(before.Events.Count))
        {
            var subject = entry.Entry is null ? default : EntrySubject.Of(entry.Entry);
            if (subject is { Grant: { } named, Purpose: { } said })
            {
                purposes[named] = said;
            }

            // What names a consent alone is about the purpose it was asked for.
            var purpose = subject.Purpose
                ?? (subject.Grant is { } grant ? purposes.GetValueOrDefault(grant) ?? given.GetValueOrDefault(grant.ToString())?.Purpose : null);
            events.Add(await EventAsync(entry, subject, purpose, cancellationToken));
            await AddUseAsync(entry, purpose, uses, intents, given, cancellationToken);
        }

        return new HistoryViews(known, events, uses, intents, purposes);
    }

    private async Task<EventView> EventAsync(HistoryEntry entry, EntrySubject subject, string? purpose, CancellationToken cancellationToken)
    {
        var calls = await resident.CallsAsync();
        return new EventView(
            entry.Index,
            entry.Entry,
            subject.Organization is { } organization ? await catalogue.NameAsync(calls, organization.ToString(), cancellationToken)
                : entry.Entry is HistoryRead { Role: "auditor" } read && OrganizationId.TryParse(read.Reader, out var auditor)
                    ? await catalogue.NameAsync(calls, auditor.ToString(), cancellationToken) : null,
            purpose is null ? null : (await catalogue.PurposeAsync(purpose, cancellationToken)).NameJa)
        {
            Why = entry.Entry is DisclosureRefused refused ? TraceView.Of(refused, await LabelAsync(purpose, refused.Over?.Field, cancellationToken)) : null,
            IsHidden = entry.IsHidden,
            Hands = Hands.In(entry.Entry) is { } acting
                ? Hands.Of(acting, await helpers.OfAsync([acting.Mandate ?? ""], cancellationToken)) : null,
        };
    }

    private async Task AddUseAsync(
        HistoryEntry entry, string? purpose, List<UseView> uses, Dictionary<string, int> intents, Dictionary<string, ConsentItem> given, CancellationToken cancellationToken)
    {
        switch (entry.Entry)
        {
            case DisclosureIntended intended:
                intents[Base64Url.Encode(entry.Commitment.Span)] = uses.Count;
                uses.Add(await ViewAsync(UseOf(entry, intended), given, cancellationToken));
                break;
            case DisclosureRefused refused:
                uses.Add(await ViewAsync(UseOf(entry, refused, purpose), given, cancellationToken));
                break;
            case Disclosed disclosed when intents.Remove(Base64Url.Encode(disclosed.Intent), out var at):
                uses[at] = uses[at] with { Use = new Use(uses[at].Use) { Outcome = UseOutcome.Disclosed, Records = disclosed.Records } };
                break;
            case DisclosureStopped stopped when intents.Remove(Base64Url.Encode(stopped.Intent), out var at):
                uses[at] = await ViewAsync(new Use(uses[at].Use) { Outcome = UseOutcome.Stopped, Reason = stopped.Reason }, given, cancellationToken);
                break;
        }
    }

    private static Use UseOf(HistoryEntry entry, DisclosureIntended intended) => new()
    {
        GrantId = intended.Grant.ToString(),
        Recipient = intended.Recipient.ToString(),
        Purpose = intended.Purpose,
        Time = intended.At.ToTimestamp(),
        Outcome = UseOutcome.Intended,
        Fields = { intended.Fields },
        Count = 1,
        Evidence = new LedgerEvidence { Index = entry.Index },
    };

    private static Use UseOf(HistoryEntry entry, DisclosureRefused refused, string? purpose) => new()
    {
        GrantId = refused.Grant.ToString(),
        Recipient = refused.Recipient.ToString(),
        Purpose = purpose ?? "",
        Time = refused.At.ToTimestamp(),
        Outcome = UseOutcome.Refused,
        Reason = refused.Reason,
        Count = (int)Math.Min(refused.Count, int.MaxValue),
        Evidence = new LedgerEvidence { Index = entry.Index },
        Rule = refused.Rule,
        OverField = refused.Over?.Field ?? "",
        OverTime = refused.Over?.At?.ToTimestamp(),
        OverDate = refused.Over?.Date is { } date ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "",
    };

    private async Task<List<UseView>> ViewsAsync(IReadOnlyList<Use> uses, CancellationToken cancellationToken)
    {
        var (given, views) = (await GivenAsync(cancellationToken), new List<UseView>(uses.Count));
        foreach (var use in uses)
        {
            views.Add(await ViewAsync(use, given, cancellationToken));
        }

        return views;
    }

    private async Task<UseView> ViewAsync(Use use, Dictionary<string, ConsentItem> given, CancellationToken cancellationToken)
    {
        // A refusal before the purpose was looked at names none: it is that of the consent it was tried under.
        var consent = given.GetValueOrDefault(use.GrantId);
        var purpose = await catalogue.PurposeAsync(use.Purpose.Length > 0 ? use.Purpose : consent?.Purpose ?? "", cancellationToken);
        return new UseView(
            use,
            await catalogue.NameAsync(await resident.CallsAsync(), use.Recipient.Length > 0 ? use.Recipient : consent?.Recipient ?? "", cancellationToken),
            purpose,
            await catalogue.LabelsAsync(purpose.Dataset, use.Fields, cancellationToken))
        {
            Why = TraceView.Of(use, await LabelAsync(purpose, use.OverField, cancellationToken)),
            GivenBy = consent?.GivenBy is { } by ? Hands.Of(HandsOf(by), await helpers.OfAsync([by.MandateId], cancellationToken)) : null,
        };
    }

    private async Task<Dictionary<string, ConsentItem>> GivenAsync(CancellationToken cancellationToken) =>
        (await consents.ListAsync(cancellationToken)).ToDictionary(view => view.Item.GrantId, view => view.Item, StringComparer.Ordinal);

    private async Task<string?> LabelAsync(string? purpose, string? field, CancellationToken cancellationToken) =>
        purpose is null || field is null ? null : await LabelAsync(await catalogue.PurposeAsync(purpose, cancellationToken), field, cancellationToken);

    private async Task<string?> LabelAsync(Purpose purpose, string field, CancellationToken cancellationToken) =>
        field.Length == 0 ? null : (await catalogue.LabelsAsync(purpose.Dataset, [field], cancellationToken)).FirstOrDefault();

    private static Acting HandsOf(Protocol.V1.Hands by) => new(by.Channel)
    {
        Role = by.Role.Length > 0 ? by.Role : null,
        Person = by.Person.Length > 0 ? by.Person : null,
        Second = by.Second.Length > 0 ? by.Second : null,
        Mandate = by.MandateId.Length > 0 ? by.MandateId : null,
    };

    private static PdsException NotHers() => new("OUTSIDE_MANDATE", WebTexts.Pages["problem.outside.title"]);

    private static PdsException NotFound() => new("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
}
