using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The city's steward brings in what the family and residents' registers say now. A whole entry each time, so that what is left out has ended.</summary>
public sealed class ChangeRegister(Recorder recorder)
{
    /// <summary>Writes it. Refuses with INVALID_ARGUMENT, NOT_FOUND (no such vault) or CONCURRENT_CHANGE.</summary>
    /// <param name="resident">Of whom.</param>
    /// <param name="facts">What it says.</param>
    /// <param name="evidenceDigest">SHA-256 of the papers, 32 bytes.</param>
    /// <param name="by">The steward.</param>
    /// <param name="alongside">Rows to write in the same command.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<RegisterFacts>> RunAsync(
        ResidentId resident, RegisterFacts facts, byte[] evidenceDigest, OrganizationId by, IReadOnlyList<Change> alongside,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Relations.Count > RegisterFacts.MaxRelations || facts.Relations.DistinctBy(one => one.Guardian).Count() != facts.Relations.Count
            || facts.Relations.Any(one => one.Guardian == resident.ToString() || (one.Kind == MandateRelation.Parent) != one.AdultOn.HasValue))
        {
            return new Refusal(RefusalReason.InvalidArgument, "relations");
        }

        var before = await RegisterRow.ReadAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false);
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var entry = new RegisterChanged(
            now, facts.LacksCapacity ? "lacking" : "present", facts.Died ? "died" : "alive", [.. facts.Relations.Select(one => MandateWords.Of(one.Kind))],
            evidenceDigest, by);
        var recording = await recorder.RecordAsync(
            new Command(
                [ResidentRow.Stands(resident), RegisterRow.Put(resident, facts with { RowVersion = before.RowVersion }), .. alongside],
                [new EntryDraft(ChainId.Resident(resident), entry)]),
            cancellationToken).ConfigureAwait(false);

        // If power fails before this line the register says what it said, or what it says now; the steward repeats with the request id.
        return recording is Recording.Conflict conflict
            ? conflict.Key == ResidentRow.Key(resident) ? RefusalReason.NotFound : RefusalReason.ConcurrentChange
            : facts;
    }
}
