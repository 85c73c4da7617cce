using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The city registers a guardian whose papers it has seen (FEATURES G1, G2). It counts once the guardian accepted it in a sign-in of her own, ends at
/// the latest on a minor's 18th birthday, and at every act the register is asked again.
/// </summary>
public sealed class RegisterGuardian(Recorder recorder)
{
    /// <summary>The longest life of a guardian's mandate: 20 years; a parent's ends with the minority before that.</summary>
    public const int MaxYears = 20;

    /// <summary>
    /// Registers it. Refuses with INVALID_ARGUMENT, RELATION_NOT_IN_REGISTER, ALREADY_EXISTS, NOT_FOUND, CONCURRENT_CHANGE or CLOCK_NOT_TRUSTWORTHY.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Mandate>> RunAsync(RegisterGuardianInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!recorder.Clock.IsTrustworthy)
        {
            return RefusalReason.ClockNotTrustworthy;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (input.Fault(now) is { } fault)
        {
            return new Refusal(RefusalReason.InvalidArgument, fault);
        }

        var register = await RegisterRow.ReadAsync(recorder.Rows, input.Resident, cancellationToken).ConfigureAwait(false);
        if (!register.Carries(input.Guardian.ToString(), input.Relation, TokyoTime.DateOf(now)))
        {
            return RefusalReason.RelationNotInRegister;
        }

        var others = await MandateRow.OfResidentAsync(recorder.Rows, input.Resident, cancellationToken).ConfigureAwait(false);
        return others.Any(one => one.Actor == input.Guardian && one.Role == MandateRole.Guardian && one.IsOpen(now))
            ? RefusalReason.AlreadyExists
            : await RecordAsync(input, register, now, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Outcome<Mandate>> RecordAsync(
        RegisterGuardianInput input, RegisterFacts register, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var adult = register.Relations.First(one => one.Guardian == input.Guardian.ToString()).AdultOn;
        var end = TokyoTime.EndOf(input.LastDay);
        var mandate = new Mandate
        {
            Id = MandateId.New(),
            Resident = input.Resident,
            Actor = input.Guardian,
            Role = MandateRole.Guardian,
            Relation = input.Relation,
            Acts = [.. input.Acts.Order()],
            Datasets = [],
            Starts = now,
            Ends = adult is { } birthday && TokyoTime.StartOf(birthday) < end ? TokyoTime.StartOf(birthday) : end,
            ActorName = input.GuardianName,
            ResidentName = input.ResidentName,
            State = MandateState.Offered,
            OfferedAt = now,
        };
        var made = mandate with { RowVersion = 1 };
        var entry = new GuardianRegistered(
            now, mandate.Id, MandateWords.Of(input.Relation), MandateWords.Of(mandate.Acts), mandate.Starts, mandate.Ends, input.EvidenceDigest, input.By)
        {
            Staff = input.Staff,
        };
        var recording = await recorder.RecordAsync(
            new Command(
                [
                    ResidentRow.Stands(input.Resident), ResidentRow.Stands(input.Guardian), MandateRow.Put(mandate),
                    .. RegisterRow.Stands(input.Resident, register), .. input.Alongside(made),
                ],
                [new EntryDraft(ChainId.Resident(input.Resident), entry)]),
            cancellationToken).ConfigureAwait(false);

        // If power fails before this line the guardian is registered and waits to accept, or is not; the steward repeats with the request id.
        return recording is Recording.Conflict conflict
            ? conflict.Key.Table == Table.Residents ? RefusalReason.NotFound : RefusalReason.ConcurrentChange
            : made;
    }
}

/// <summary>A guardian as the city registers her.</summary>
public sealed record RegisterGuardianInput
{
    /// <summary>For whom she decides.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>The guardian.</summary>
    public required ResidentId Guardian { get; init; }

    /// <summary>Why.</summary>
    public required MandateRelation Relation { get; init; }

    /// <summary>What she may do, as the court or the law has it.</summary>
    public required IReadOnlyList<MandateAct> Acts { get; init; }

    /// <summary>The last day, Tokyo.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>What the resident is called towards the guardian.</summary>
    public required string ResidentName { get; init; }

    /// <summary>What the guardian is called.</summary>
    public required string GuardianName { get; init; }

    /// <summary>SHA-256 of the papers, 32 bytes.</summary>
    public required byte[] EvidenceDigest { get; init; }

    /// <summary>The steward.</summary>
    public required OrganizationId By { get; init; }

    /// <summary>The person of its staff who did it; null when its own machine did.</summary>
    public StaffId? Staff { get; init; }

    /// <summary>Rows to write in the same command, once the mandate is known.</summary>
    public Func<Mandate, IReadOnlyList<Change>> Alongside { get; init; } = _ => [];

    /// <summary>The member at fault; null when none is.</summary>
    public string? Fault(DateTimeOffset now) =>
        Resident == Guardian ? "guardian_id"
        : Acts.Count == 0 || Acts.Distinct().Count() != Acts.Count ? "acts"
        : LastDay < TokyoTime.DateOf(now) || LastDay > TokyoTime.DateOf(now).AddYears(RegisterGuardian.MaxYears) ? "last_day"
        : !MandateWords.IsName(ResidentName) ? "resident_name"
        : !MandateWords.IsName(GuardianName) ? "guardian_name"
        : null;

    /// <summary>Its own name only.</summary>
    public override string ToString() => nameof(RegisterGuardianInput);
}
