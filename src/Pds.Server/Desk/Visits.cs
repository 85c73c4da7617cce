using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.Letters;
using Pds.Server.Parties;

namespace Pds.Server.Desk;

/// <summary>
/// Opens and closes visits and calls. A clerk has one at a time: opening one closes every other of hers in the same transaction. Without the
/// resident's own answer (a sign-in at the counter, her letter's code and a second clerk, or the code spoken to her registered number) nothing opens.
/// </summary>
internal sealed class Visits(Recorder recorder, IIdentityCheck? identity, VoiceQueue voice)
{
    private const int CodeDigits = 6;

    /// <summary>Begins a visit at the counter. No act: nothing is known of anybody yet.</summary>
    public async ValueTask<Outcome<Visit>> StartAsync(Caller.StaffCaller clerk, CancellationToken cancellationToken)
    {
        var id = VisitId.New();
        var challenge = Sha256.Hash(LengthPrefixed.Of(Labels.VisitChallenge, id.ToString(), clerk.Member.Id.ToString(), RandomSource.Bytes(Sha256.Size)));
        var visit = Begin(id, VisitChannel.Counter, clerk) with { Challenge = Base64Url.Encode(challenge) };
        await recorder.RecordAsync(new Command([VisitRow.Put(visit)], []), cancellationToken).ConfigureAwait(false);
        return visit;
    }

    /// <summary>
    /// Opens a visit for whom the sign-in names. VISIT_NOT_ACCEPTED; IDENTITY_NOT_ACCEPTED, IDENTITY_PROVIDER_UNAVAILABLE; IDENTITY_NOT_LINKED for
    /// somebody without a vault; OWN_OFFICE for a clerk who would help herself.
    /// </summary>
    public async ValueTask<Outcome<Visit>> OpenAsync(
        Caller.StaffCaller clerk, VisitId id, string idToken, Alongside<Visit> alongside, CancellationToken cancellationToken)
    {
        if (await FindAsync(clerk, id, cancellationToken).ConfigureAwait(false) is not { OpenedAt: null, Letter: null, Challenge: { } challenge } begun)
        {
            return RefusalReason.VisitNotAccepted;
        }

        if (identity is null || !Base64Url.TryDecode(challenge, out var nonce))
        {
            return RefusalReason.IdentityNotAccepted;
        }

        var verified = await identity.VerifyAsync(idToken, nonce, begun.BegunAt, cancellationToken).ConfigureAwait(false);
        if (verified is not Outcome<IdToken>.Done { Value: var token })
        {
            return ((Outcome<IdToken>.Refused)verified).Why;
        }

        if (await StaffIdentityRow.FindAsync(recorder.Rows, token.Issuer, token.Subject, cancellationToken).ConfigureAwait(false) is { } staff
            && staff.Person == clerk.Member.Id)
        {
            return RefusalReason.OwnOffice;
        }

        return await LinkedIdentityRow.FindAsync(recorder.Rows, token.Issuer, token.Subject, cancellationToken).ConfigureAwait(false) is { } linked
            ? await OpenAsync(begun, linked.Resident, "identity_provider", clerk.Live.Host, null, alongside, cancellationToken).ConfigureAwait(false)
            : RefusalReason.IdentityNotLinked;
    }

    /// <summary>
    /// Begins to open a visit for somebody without any sign-in of her own: she typed her letter's code, and a second person has to confirm.
    /// VISIT_NOT_ACCEPTED; LETTER_NOT_ACCEPTED, which ends the visit; CONCURRENT_CHANGE.
    /// </summary>
    public async ValueTask<Outcome<Visit>> BeginByLetterAsync(
        Caller.StaffCaller clerk, VisitId id, ResidentNumber number, LetterCode code, Alongside<Visit> alongside, CancellationToken cancellationToken)
    {
        if (await FindAsync(clerk, id, cancellationToken).ConfigureAwait(false) is not { OpenedAt: null, Resident: null, Challenge: not null } begun)
        {
            return RefusalReason.VisitNotAccepted;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var tried = await LetterTry.ReadAsync(recorder.Rows, number, code, now, cancellationToken).ConfigureAwait(false);
        if (tried is not { IsRight: true, Letter: { } letter })
        {
            var (changes, entries) = tried.Missed(now, clerk.Live.Host);
            var counted = await recorder.RecordAsync(
                new Command([new Change.Delete(VisitRow.Key(id), begun.RowVersion), .. changes], entries), cancellationToken).ConfigureAwait(false);
            return counted is Recording.Done ? RefusalReason.LetterNotAccepted : RefusalReason.ConcurrentChange;
        }

        var (used, waiting) = (letter.Used(), begun with { Resident = letter.Resident, Letter = letter.Id });
        var command = new Command(
            [VisitRow.Put(waiting), VisitRow.PutWaiting(waiting), LetterRows.Put(used), ResidentRow.Stands(letter.Resident), .. alongside(waiting)],
            [new EntryDraft(ChainId.Resident(letter.Resident), new LetterUsed(now, used.Id, used.UsesLeft, clerk.Live.Host, id))]);

        // If the power fails before this line returns, it waits and is entered, or is begun as before; the repeat tells which.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording.Then(waiting, RefusalReason.ConcurrentChange);
    }

    /// <summary>
    /// A second person confirms that the resident stands there with her letter, and the visit of the first is open. VISIT_NOT_ACCEPTED;
    /// SECOND_PERSON_REQUIRED for who began it.
    /// </summary>
    public async ValueTask<Outcome<Visit>> ConfirmAsync(
        Caller.StaffCaller second, VisitId id, Alongside<Visit> alongside, CancellationToken cancellationToken)
    {
        var visit = await VisitRow.FindAsync(recorder.Rows, id, recorder.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return visit is not { OpenedAt: null, Letter: not null, Resident: { } resident } ? RefusalReason.VisitNotAccepted
            : visit.Clerk == second.Member.Id ? RefusalReason.SecondPersonRequired
            : await OpenAsync(
                visit, resident, "letter", second.Live.Host, second.Member.Id, opened => [VisitRow.EndWaiting(id), .. alongside(opened)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Begins a call and has its code spoken to the registered number. NOT_FOUND for a number that is nobody's, and for somebody who registered no
    /// telephone.
    /// </summary>
    public async ValueTask<Outcome<Visit>> StartCallAsync(Caller.StaffCaller clerk, ResidentNumber number, CancellationToken cancellationToken)
    {
        if (await DeskContactRow.FindAsync(recorder.Rows, number, cancellationToken).ConfigureAwait(false) is not { Telephone: { } telephone } contact)
        {
            return RefusalReason.NotFound;
        }

        var visit = Begin(VisitId.New(), VisitChannel.Voice, clerk) with { Resident = contact.Resident, Code = RandomDigits.Of(CodeDigits) };

        // If the power fails before the code is spoken, nobody knows it: the clerk begins again.
        var recording = await recorder.RecordAsync(new Command([VisitRow.Put(visit), ResidentRow.Stands(contact.Resident)], []), cancellationToken).ConfigureAwait(false);
        if (recording is Recording.Conflict)
        {
            return RefusalReason.NotFound;
        }

        voice.Speak(visit.Id, telephone, visit.Code);
        return visit;
    }

    /// <summary>Opens a call by the code that was spoken. VISIT_NOT_ACCEPTED; SPOKEN_CODE_NOT_ACCEPTED, the third time for good.</summary>
    public async ValueTask<Outcome<Visit>> OpenCallAsync(
        Caller.StaffCaller clerk, VisitId id, string code, Alongside<Visit> alongside, CancellationToken cancellationToken)
    {
        if (await FindAsync(clerk, id, cancellationToken).ConfigureAwait(false) is not { OpenedAt: null, Code: { } spoken, Resident: { } resident } begun)
        {
            return RefusalReason.VisitNotAccepted;
        }

        if (FixedTime.Equals(System.Text.Encoding.UTF8.GetBytes(code), System.Text.Encoding.UTF8.GetBytes(spoken)))
        {
            voice.Forget(id);
            return await OpenAsync(begun, resident, "call_back", clerk.Live.Host, null, alongside, cancellationToken).ConfigureAwait(false);
        }

        // Counted before it is told: of several tries at once each needs the row as it read it.
        var tried = begun with { Tries = begun.Tries + 1 };
        var over = tried.Tries >= Visit.MaxTries;
        var counted = over
            ? await recorder.RecordAsync(new Command([new Change.Delete(VisitRow.Key(id), begun.RowVersion)], [Closing(begun, resident, "wrong_code")]), cancellationToken).ConfigureAwait(false)
            : await recorder.RecordAsync(new Command([VisitRow.Put(tried)], []), cancellationToken).ConfigureAwait(false);
        if (over && counted is Recording.Done)
        {
            voice.Forget(id);
        }

        return counted is Recording.Done ? RefusalReason.SpokenCodeNotAccepted : RefusalReason.ConcurrentChange;
    }

    /// <summary>Ends one, opened or not. VISIT_NOT_ACCEPTED.</summary>
    public async ValueTask<Outcome<Visit>> CloseAsync(
        Caller.StaffCaller clerk, VisitId id, string reason, IReadOnlyList<Change> alongside, CancellationToken cancellationToken)
    {
        if (await FindAsync(clerk, id, cancellationToken).ConfigureAwait(false) is not { } visit)
        {
            return RefusalReason.VisitNotAccepted;
        }

        // If the power fails before this line returns and the command is durable, it is ended although the clerk was not told.
        var recording = await recorder.RecordAsync(
            new Command([VisitRow.Delete(visit), .. alongside], visit.Resident is { } resident ? [Closing(visit, resident, reason)] : []), cancellationToken).ConfigureAwait(false);
        voice.Forget(id);
        return recording.Then(visit, RefusalReason.ConcurrentChange);
    }

    /// <summary>One of the clerk's in this session, that is not over; null otherwise.</summary>
    public ValueTask<Visit?> FindAsync(Caller.StaffCaller clerk, VisitId id, CancellationToken cancellationToken) =>
        VisitRow.FindAsync(recorder.Rows, id, clerk.Live.SecretHash, recorder.Clock.GetUtcNow(), cancellationToken);

    private async ValueTask<Outcome<Visit>> OpenAsync(
        Visit begun, ResidentId resident, string factor, OrganizationId host, StaffId? second, Alongside<Visit> alongside, CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var opened = begun with { Resident = resident, OpenedAt = now, Code = null };
        var others = (await VisitRow.OfClerkAsync(recorder.Rows, begun.Clerk, cancellationToken).ConfigureAwait(false))
            .Where(visit => visit.Id != begun.Id).Take(Command.MaxEntries - 1).ToList();
        var entry = new VisitOpened(now, begun.Id, begun.ChannelName, begun.Clerk, factor, host) { Second = second };
        var command = new Command(
            [VisitRow.Put(opened), ResidentRow.Stands(resident), .. others.Select(VisitRow.Delete), .. alongside(opened)],
            [
                new EntryDraft(ChainId.Resident(resident), entry),
                .. others.Where(visit => visit is { OpenedAt: not null, Resident: not null } && now < visit.ExpiresAt).Select(visit => Closing(visit, visit.Resident!.Value, "another_visit")),
            ]);

        // If the power fails before this line returns, either it is open and entered, or begun as before; the repeat tells which.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        others.ForEach(visit => voice.Forget(visit.Id));
        return recording.Then(opened with { RowVersion = begun.RowVersion + 1 }, RefusalReason.ConcurrentChange);
    }

    private Visit Begin(VisitId id, VisitChannel channel, Caller.StaffCaller clerk) => new()
    {
        Id = id, Channel = channel, Clerk = clerk.Member.Id, SessionHash = clerk.Live.SecretHash, BegunAt = Instant.Truncate(recorder.Clock.GetUtcNow()),
    };

    private EntryDraft Closing(Visit visit, ResidentId resident, string reason) =>
        new(ChainId.Resident(resident), new VisitClosed(Instant.Truncate(recorder.Clock.GetUtcNow()), visit.Id, visit.Clerk, reason));
}
