using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// An organisation asks a resident, for several things in one sitting if need be; each is answered on its own (FEATURES C1). A purpose not
/// approved, terms above its ceilings and a second asking for the same are refused here, before the resident sees anything (C15, C21).
/// </summary>
public sealed class RequestConsent(Recorder recorder)
{
    /// <summary>How long a resident has to answer: 30 days.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromDays(30);

    /// <summary>Asks. All items are recorded, or none: <see cref="Refusal.Field"/> names the first at fault as <c>items[i].member</c>.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<RequestView>> RunAsync(RequestConsentInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!recorder.Clock.IsTrustworthy)
        {
            return RefusalReason.ClockNotTrustworthy;
        }

        if (input.Items.Count is < 1 or > ConsentRequest.MaxItems || input.Items.DistinctBy(i => i.Purpose).Count() != input.Items.Count)
        {
            return new Refusal(RefusalReason.InvalidArgument, "items");
        }

        var organization = await OrganizationRow.FindAsync(recorder.Rows, input.Recipient, cancellationToken).ConfigureAwait(false);
        if (organization is not { InGoodStanding: true } || !organization.Has(OrganizationRole.Recipient))
        {
            return RefusalReason.OrganizationNotInGoodStanding;
        }

        // A reference that belongs to another organisation is as unknown as one that never was (S6).
        var reference = await ReferenceRow.FindAsync(recorder.Rows, input.Reference, cancellationToken).ConfigureAwait(false);
        if (reference?.Organization != input.Recipient)
        {
            return new Refusal(RefusalReason.NotFound, "resident_ref");
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (!await HasSomebodyToDecideAsync(reference.Resident, now, cancellationToken).ConfigureAwait(false))
        {
            return RefusalReason.RequestHeldByCity;
        }

        return await AskAsync(input, reference, now, cancellationToken).ConfigureAwait(false);
    }

    // Whom the register says cannot decide alone is asked only once a guardian is there to decide (FEATURES G3). The recipient is told that the city
    // holds it back and not why.
    private async ValueTask<bool> HasSomebodyToDecideAsync(ResidentId resident, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var register = await RegisterRow.ReadAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false);
        return !register.LacksCapacity
            || (await MandateRow.OfResidentAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false)).Any(mandate =>
                mandate.Role == MandateRole.Guardian && MandateRules.FirstFailing(mandate, MandateAct.Grant, now, new MandateFacts(register)) is null);
    }

    private async ValueTask<Outcome<RequestView>> AskAsync(
        RequestConsentInput input, Reference reference, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var request = ConsentRequestId.New();
        var items = new List<GrantView>();
        List<Change> changes = [.. input.Alongside ?? [], ReferenceRow.Stands(reference.Ref)];
        foreach (var (index, asked) in input.Items.Index())
        {
            var usable = await UsablePurpose.FindAsync(
                recorder.Rows, input.Recipient, asked.Purpose, now, cancellationToken).ConfigureAwait(false);
            if (usable is not Outcome<UsablePurpose>.Done { Value: var found })
            {
                return At(index, ((Outcome<UsablePurpose>.Refused)usable).Why);
            }

            var wanted = AskedTerms.Of(asked, found.Purpose, now);
            if (wanted is not Outcome<GrantTerms>.Done { Value: var terms })
            {
                return At(index, ((Outcome<GrantTerms>.Refused)wanted).Why);
            }

            var grant = NewGrant(request, reference, found.Purpose, terms, now);
            items.Add(new GrantView(grant with { RowVersion = 1 }, found.Purpose));
            changes.AddRange([.. found.Require(), GrantRow.Put(grant), GrantWatchRow.Add(grant)]);
        }

        var view = new RequestView(Request(request, reference, items, now), items);
        return await RecordAsync(view, changes, now, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Outcome<RequestView>> RecordAsync(
        RequestView view, List<Change> changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        changes.Add(ConsentRequestRow.Put(view.Request));
        var chain = ChainId.Resident(view.Request.Resident);
        var entries = view.Items.Select(item => new EntryDraft(chain, new ConsentRequested(
            now, view.Request.Id, item.Grant.Id, view.Request.Recipient, item.Grant.Purpose.ToString(), item.Grant.Terms.Fields)));
        var recording = await recorder.RecordAsync(new Command(changes, [.. entries]), cancellationToken).ConfigureAwait(false);

        // If power fails before this line the resident either has the whole request or none of it; the caller repeats with its request id.
        return recording switch
        {
            Recording.Done => view,
            Recording.Conflict { Key.Table: Table.GrantWatches } => RefusalReason.AlreadyGranted,
            _ => RefusalReason.ConcurrentChange,
        };
    }

    private static ConsentRequest Request(ConsentRequestId id, Reference reference, List<GrantView> items, DateTimeOffset now) => new()
    {
        Id = id,
        Resident = reference.Resident,
        Reference = reference.Ref,
        Recipient = reference.Organization,
        Items = [.. items.Select(i => i.Grant.Id)],
        AskedAt = now,
        AnswerBefore = now + AnswerWithin,
    };

    private static Grant NewGrant(ConsentRequestId request, Reference reference, Purpose purpose, GrantTerms terms, DateTimeOffset now) => new()
    {
        Id = GrantId.New(),
        Request = request,
        Resident = reference.Resident,
        Reference = reference.Ref,
        Recipient = reference.Organization,
        Purpose = purpose.Id,
        Dataset = purpose.Dataset,
        Terms = terms,
        State = GrantState.Requested,
        AskedAt = now,
        AnswerBefore = now + AnswerWithin,
        ChangedAt = now,
    };

    private static Refusal At(int index, Refusal why) => why with { Field = $"items[{index}].{why.Field}" };
}
