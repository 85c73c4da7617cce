using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A6: each disclosure has an intent before it that had not ended, each intent a consent that lived then: given before, not paused, not ended,
/// within its time, for this recipient and purpose, with fields and dates of data inside it, and not more often in one period than it allows. What a
/// refusal says it hung on is what the consent says. Who acted
/// or looked for a resident had a mandate of hers then that names the act. What a law asked for stands under no consent: two organisations entered it, and it is hidden from its resident for a year at most. What does not
/// hold is a finding: the log tells it truly, and it should not be.
/// </summary>
/// <param name="book">Filled as the log is read.</param>
internal sealed class A6Disclosures(GrantBook book) : ILeafCheck
{
    /// <summary>The most answers under one intent: the first, and the same call sealed again sixteen times.</summary>
    internal const int MaxAnswers = 17;

    private const string Guardian = "guardian";

    // The one reason that ends an intent and leaves its use counted: a wrong share is the caller's own doing.
    private const string ReasonThatCounts = "SHARE_NOT_ACCEPTED";

    /// <inheritdoc/>
    public CheckReport Report { get; } = new("A6");

    /// <inheritdoc/>
    public void See(AuditedLeaf leaf)
    {
        if (ActLife.Of(leaf) is { } act)
        {
            book.Acts.TryAdd(Convert.ToHexString(act.Agreed.Digest), act);
        }

        var fault = leaf.Entry switch
        {
            DeviceEnrolled entry => Enrol(entry, leaf),
            PasskeyRegistered entry => Enrol(entry, leaf),
            PasskeyRemoved entry => End(entry, leaf),
            IdentityLinked entry => Link(entry, leaf),
            IdentityProviderKeySeen entry => See(entry, leaf),
            VisitOpened entry => Open(entry, leaf),
            VisitClosed entry => Close(entry, leaf),
            PaperRecorded entry => See(entry, leaf),
            StaffAdded entry => See(entry, leaf),
            StaffRemoved entry => See(entry, leaf),
            ConsentGranted entry => Give(entry, leaf),
            ConsentPaused entry => Move(entry, leaf, life => !life.Paused, life => life.Paused = true),
            ConsentResumed entry => Move(entry, leaf, life => life.Paused, life => life.Paused = false),
            ConsentWithdrawn entry => Move(entry, leaf, _ => true, life => life.EndedAt = leaf.Index),
            ConsentExpired entry => Move(entry, leaf, _ => true, life => life.EndedAt = leaf.Index),
            ConsentInapplicable entry => Move(entry, leaf, _ => true, life => life.EndedAt = leaf.Index),
            DisclosureIntended entry => Intend(entry, leaf),
            Disclosed entry => Disclose(entry, leaf),
            DisclosureStopped entry => Stop(entry, leaf),
            DisclosureRefused entry => book.Grants.GetValueOrDefault(entry.Grant)?.Allows(entry) == false ? Fault.RefusalContradicts : null,
            MandateOffered entry => Open(new MandateLife(entry.Mandate, leaf.Chain, entry.Role, entry.Acts, entry.Starts, entry.Ends)),
            GuardianRegistered entry => Open(new MandateLife(entry.Mandate, leaf.Chain, Guardian, entry.Acts, entry.Starts, entry.Ends)),
            MandateAccepted entry => Accept(entry, leaf),
            MandateEnded entry => End(entry, leaf),
            RepresentativeLooked entry => Stands(entry.Mandate, entry.Role, entry.At, leaf) is null ? Fault.OutsideMandate : null,
            LawfulReading entry => entry.IsWithinBounds ? null : Fault.HiddenTooLong,
            _ => (Fault?)null,
        };
        if ((fault ?? ActedFor(leaf)) is { } found)
        {
            Report.Fail(found, Severity.Finding, leaf.Place, leaf.Index);
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        // Every entry was judged as it came.
    }

    private Fault? Enrol(DeviceEnrolled entry, AuditedLeaf leaf)
    {
        book.Devices.TryAdd(entry.Jkt, (leaf.Chain, leaf.Index));
        return null;
    }

    private Fault? Enrol(PasskeyRegistered entry, AuditedLeaf leaf)
    {
        book.Passkeys.TryAdd(entry.Jkt, new PasskeyLife(leaf.Chain, leaf.Index, entry.RpId));
        return null;
    }

    private Fault? End(PasskeyRemoved entry, AuditedLeaf leaf)
    {
        if (book.Passkeys.TryGetValue(entry.Jkt, out var life) && life.Chain == leaf.Chain)
        {
            life.EndedAt ??= leaf.Index;
        }

        return null;
    }

    private Fault? Link(IdentityLinked entry, AuditedLeaf leaf)
    {
        book.Identities.TryAdd(Convert.ToHexString(entry.SubjectDigest), (leaf.Chain, leaf.Index, entry.Issuer));
        return null;
    }

    // Only in the operator's own chain: an entry of that kind elsewhere is nobody's word about the provider.
    private Fault? See(IdentityProviderKeySeen entry, AuditedLeaf leaf)
    {
        if (leaf.Line.Name == ChainId.Operator.Name)
        {
            book.ProviderKeys.TryAdd(entry.Jkt, (entry, leaf.Index));
        }

        return null;
    }

    private Fault? Open(MandateLife mandate)
    {
        book.Mandates.TryAdd(mandate.Id, mandate);
        return null;
    }

    private Fault? Accept(MandateAccepted entry, AuditedLeaf leaf)
    {
        if (book.Mandates.TryGetValue(entry.Mandate, out var mandate) && mandate.Chain == leaf.Chain && mandate.AcceptedAt is null)
        {
            mandate.AcceptedAt = leaf.Index;
            mandate.Identities.UnionWith(entry.Identities.Select(Convert.ToHexString));
        }

        return null;
    }

    private Fault? Open(VisitOpened entry, AuditedLeaf leaf)
    {
        book.Visits.TryAdd(entry.Visit, new VisitLife(entry, leaf.Chain, leaf.Index));
        return null;
    }

    private Fault? Close(VisitClosed entry, AuditedLeaf leaf)
    {
        if (book.Visits.TryGetValue(entry.Visit, out var life) && life.Chain == leaf.Chain)
        {
            life.ClosedAt ??= leaf.Index;
        }

        return null;
    }

    private Fault? End(MandateEnded entry, AuditedLeaf leaf)
    {
        if (book.Mandates.TryGetValue(entry.Mandate, out var mandate) && mandate.Chain == leaf.Chain)
        {
            mandate.EndedAt ??= leaf.Index;
        }

        return null;
    }

    private Fault? See(PaperRecorded entry, AuditedLeaf leaf)
    {
        book.Papers.TryAdd(entry.Form.ToString(), (entry, leaf.Chain, leaf.Index));
        return null;
    }

    // As with the provider's keys: who is of the staff, the operator's own chain says.
    private Fault? See(StaffAdded entry, AuditedLeaf leaf)
    {
        if (leaf.Line.Name == ChainId.Operator.Name)
        {
            book.Staff.TryAdd(entry.Person.ToString(), (leaf.Index, long.MaxValue));
        }

        return null;
    }

    // Whatever moved a consent in the resident's place needs a mandate that stood then and names it.
    private Fault? ActedFor(AuditedLeaf leaf)
    {
        var (acting, act) = leaf.Entry switch
        {
            ConsentGranted entry => (entry.Acting, "grant"),
            ConsentDeclined entry => (entry.Acting, "decline"),
            ConsentPaused entry => (entry.Acting, "pause"),
            ConsentWithdrawn entry => (entry.Acting, "withdraw"),
            ConsentResumed entry => (entry.Acting, "resume"),
            _ => (null, ""),
        };
        return acting?.Mandate is not { } named ? null
            : MandateId.TryParse(named, out var id) && Stands(id, acting.Role, leaf.Entry!.At, leaf)?.Acts.Contains(act, StringComparer.Ordinal) == true ? null
            : Fault.OutsideMandate;
    }

    private MandateLife? Stands(MandateId id, string? role, DateTimeOffset at, AuditedLeaf leaf) =>
        book.Mandates.TryGetValue(id, out var mandate) && mandate.Stands(leaf.Chain, leaf.Index, at, role) ? mandate : null;

    private Fault? See(StaffRemoved entry, AuditedLeaf leaf)
    {
        var person = entry.Person.ToString();
        if (leaf.Line.Name == ChainId.Operator.Name && book.Staff.TryGetValue(person, out var life))
        {
            book.Staff[person] = (life.From, Math.Min(life.Until, leaf.Index));
        }

        return null;
    }

    private Fault? Give(ConsentGranted entry, AuditedLeaf leaf) =>
        book.Grants.TryAdd(entry.Grant, new GrantLife(entry, leaf)) ? null : Fault.IllegalMove;

    // A request that was never granted can end too; that is no move of a consent.
    private Fault? Move(GrantStateEntry entry, AuditedLeaf leaf, Func<GrantLife, bool> allowed, Action<GrantLife> move)
    {
        if (!book.Grants.TryGetValue(entry.Grant, out var life))
        {
            return null;
        }

        if (life.EndedAt is not null || life.Chain != leaf.Chain || !allowed(life))
        {
            return Fault.IllegalMove;
        }

        move(life);
        var follows = entry.Follows is { } before && LeafKey.Of(before) == life.Last;
        life.Last = leaf.Key;
        return follows ? null : Fault.FollowsAnother;
    }

    private Fault? Intend(DisclosureIntended entry, AuditedLeaf leaf)
    {
        Report.Look();
        var life = book.Grants.GetValueOrDefault(entry.Grant);
        var intent = new IntentLife(entry, life, leaf.Chain) { Window = life?.WindowOf(entry.At) ?? 0 };
        book.Intents[leaf.Key] = intent;
        var within = life is null || life.Count(intent.Window, 1);
        return Judge(life, entry.Recipient, entry.Purpose, entry.Fields, entry.At, leaf)
            ?? (IsWithinRange(entry, life!.Granted) ? (Fault?)null : Fault.RangeNotGranted)
            ?? (within ? null : Fault.TooFrequent);
    }

    private Fault? Disclose(Disclosed entry, AuditedLeaf leaf)
    {
        Report.Look();
        if (IntentOf(entry.Intent, entry.Grant, leaf) is not { } intent)
        {
            return Fault.NoIntent;
        }

        intent.Answers++;
        return intent.Stopped ? Fault.IntentOver
            : intent.Answers > MaxAnswers ? Fault.TooFrequent
            : !intent.IsFor(entry.Recipient) ? Fault.OtherThanGranted
            : !intent.Holds(entry.Fields) ? Fault.FieldsNotGranted
            : Judge(book.Grants.GetValueOrDefault(entry.Grant), entry.Recipient, intent.Purpose, entry.Fields, entry.At, leaf);
    }

    // A use that is given back twice, or after data left, would let another one pass uncounted.
    private Fault? Stop(DisclosureStopped entry, AuditedLeaf leaf)
    {
        if (IntentOf(entry.Intent, entry.Grant, leaf) is not { } intent)
        {
            return Fault.NoIntent;
        }

        if (intent.Stopped || intent.Answers > 0)
        {
            return Fault.IntentOver;
        }

        intent.Stopped = true;
        if (entry.Reason != ReasonThatCounts)
        {
            book.Grants.GetValueOrDefault(entry.Grant)?.Count(intent.Window, -1);
        }

        return null;
    }

    private IntentLife? IntentOf(byte[] commitment, GrantId grant, AuditedLeaf leaf) =>
        book.Intents.TryGetValue(LeafKey.Of(commitment), out var found) && found.Chain == leaf.Chain && found.IsOf(grant) ? found : null;

    private static bool IsWithinRange(DisclosureIntended entry, ConsentGranted granted)
    {
        var range = new DataRange(entry.DataFrom, entry.DataUntil);
        return range.IsWellFormed && range.IsWithin(new DataRange(granted.DataFrom, granted.DataUntil));
    }

    private static Fault? Judge(
        GrantLife? life, OrganizationId recipient, string purpose, IReadOnlyList<string> fields, DateTimeOffset at, AuditedLeaf leaf) =>
        life is null || life.Chain != leaf.Chain ? Fault.NoGrant
        : life.Granted.Recipient != recipient || life.Granted.Purpose != purpose ? Fault.OtherThanGranted
        : fields.Except(life.Granted.Fields, StringComparer.Ordinal).Any() ? Fault.FieldsNotGranted
        : life.Paused || life.EndedAt is not null ? Fault.GrantNotLive
        : at < life.Granted.Starts || at >= life.Granted.Ends ? Fault.OutsideValidity
        : null;
}
