using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Server.Corrections;

/// <summary>
/// A source answers a case: it has written a new version of the record, or says why not (APPI Art. 34(3)). Those who had received the wrong value are told in
/// the same transaction.
/// </summary>
internal sealed class DecideCorrection(Recorder recorder, Statements statements)
{
    private const int SaltBytes = 32;

    /// <summary>
    /// NOT_FOUND for a case that is not addressed to the caller; MOVE_NOT_ALLOWED when it is answered, or when no newer version of the record stands;
    /// CONCURRENT_CHANGE.
    /// </summary>
    public async ValueTask<Outcome<Correction>> RunAsync(
        CorrectionId id, OrganizationId source, bool corrected, string reason, Func<Correction, IReadOnlyList<Change>> alongside, CancellationToken cancellationToken)
    {
        if (await CorrectionRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { } open || open.Source != source)
        {
            return RefusalReason.NotFound;
        }

        if (open.State != CorrectionState.Open)
        {
            return RefusalReason.MoveNotAllowed;
        }

        var (newest, wrong) = await RecordAsync(open, cancellationToken).ConfigureAwait(false);
        if (corrected && (newest is null || newest.Version <= open.RecordVersion))
        {
            return new Refusal(RefusalReason.MoveNotAllowed, "outcome");
        }

        if (await statements.SealAsync(open.Resident, open.Place, "decided", reason, cancellationToken).ConfigureAwait(false) is not { } sealedReason)
        {
            return RefusalReason.NotFound;
        }

        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var decided = open with
        {
            State = corrected ? CorrectionState.Corrected : CorrectionState.Refused,
            DecidedAt = now,
            Decided = sealedReason,
            DecidedSalt = RandomSource.Bytes(SaltBytes),
            CorrectedVersion = corrected ? newest!.Version : null,
        };
        var told = corrected && wrong is not null
            ? await ToldAsync(await new ReceivedBy(recorder).RunAsync(open.Resident, wrong, open.Field, cancellationToken).ConfigureAwait(false), decided, cancellationToken).ConfigureAwait(false)
            : [];
        var entry = new CorrectionDecided(
            now, id, source, corrected ? "corrected" : "refused", AskCorrection.DigestOf(decided.DecidedSalt, reason), decided.CorrectedVersion,
            [.. told.Select(one => one.Recipient.ToString())]);
        var command = new Command(
            [
                ResidentRow.Stands(open.Resident),
                CorrectionRow.Put(decided),
                new Change.Delete(CorrectionRow.OpenKey(open.Record, open.Field)),
                .. told.Select(CorrectedRecordRow.Put),
                .. alongside(decided),
            ],
            [new EntryDraft(ChainId.Resident(open.Resident), entry)]);
        return await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false) is Recording.Done ? decided : RefusalReason.ConcurrentChange;
    }

    // The newest version, and the one she called wrong.
    private async ValueTask<(StoredRecord? Newest, StoredRecord? Wrong)> RecordAsync(Correction open, CancellationToken cancellationToken)
    {
        var row = await recorder.Rows.FindAsync(StoredRecord.KeyOf(open.Record), cancellationToken).ConfigureAwait(false);
        var newest = row is null ? null : StoredRecord.FromBytes(row.Body);
        if (newest?.Version == open.RecordVersion)
        {
            return (newest, newest);
        }

        var older = await recorder.Rows.FindAsync(StoredRecord.KeyOf(open.Record, open.RecordVersion), cancellationToken).ConfigureAwait(false);
        return (newest, older is null ? null : StoredRecord.FromBytes(older.Body));
    }

    private async ValueTask<IReadOnlyList<CorrectedRecord>> ToldAsync(
        IReadOnlyList<OrganizationId> recipients, Correction decided, CancellationToken cancellationToken)
    {
        var told = new List<CorrectedRecord>();
        foreach (var recipient in recipients)
        {
            if (await ReferenceRow.FindAsync(recorder.Rows, decided.Resident, recipient, cancellationToken).ConfigureAwait(false) is { } reference)
            {
                told.Add(new CorrectedRecord(CorrectionId.New(), recipient, decided.Resident, reference.Ref, decided.Dataset, decided.DecidedAt!.Value));
            }
        }

        return told;
    }
}
