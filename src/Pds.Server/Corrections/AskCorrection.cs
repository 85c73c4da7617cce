using System.Text.Json.Nodes;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Server.Corrections;

/// <summary>A resident says that a field of a record of hers is wrong, and what is right. It goes to whoever wrote the record.</summary>
internal sealed class AskCorrection(Recorder recorder, Statements statements)
{
    private const int SaltBytes = 32;
    private const int PageRows = 500;

    /// <summary>
    /// NOT_FOUND for a record that is not hers or has no such field; CORRECTION_OPEN when one about it waits; LIMIT_EXCEEDED beyond
    /// <see cref="Correction.MaxOpen"/> that wait; CONCURRENT_CHANGE.
    /// </summary>
    public async ValueTask<Outcome<Correction>> RunAsync(
        ResidentId resident, RecordId record, string field, string words, string? actedBy, Acting? acting, Func<Correction, IReadOnlyList<Change>> alongside,
        CancellationToken cancellationToken)
    {
        // Another's record and one that never was look alike.
        if (await recorder.Rows.FindAsync(StoredRecord.KeyOf(record), cancellationToken).ConfigureAwait(false) is not { } row
            || StoredRecord.FromBytes(row.Body) is not { } stored || stored.Resident != resident.ToString() || !stored.Cells.ContainsKey(field)
            || !OrganizationId.TryParse(stored.Source, out var source))
        {
            return RefusalReason.NotFound;
        }

        var own = await CorrectionRow.OfResidentAsync(recorder.Rows, resident, 0, PageRows, cancellationToken).ConfigureAwait(false);
        if (own.Count(one => one.State == CorrectionState.Open) >= Correction.MaxOpen || own.Count == PageRows)
        {
            return RefusalReason.LimitExceeded;
        }

        var place = RecordId.New();
        if (await statements.SealAsync(resident, place, "asked", words, cancellationToken).ConfigureAwait(false) is not { } sealedWords)
        {
            return RefusalReason.NotFound;
        }

        var correction = new Correction
        {
            Id = CorrectionId.New(), Resident = resident, Record = record, RecordVersion = stored.Version, Dataset = stored.Dataset, Source = source, Field = field,
            AskedAt = Instant.Truncate(recorder.Clock.GetUtcNow()), Place = place, Asked = sealedWords, AskedSalt = RandomSource.Bytes(SaltBytes),
        };
        var entry = new CorrectionAsked(
            correction.AskedAt, correction.Id, record, stored.Version, stored.Dataset, source, field, DigestOf(correction.AskedSalt, words), actedBy) { Acting = acting };
        var open = CorrectionRow.OpenKey(record, field);
        var command = new Command(
            [
                ResidentRow.Stands(resident),
                new Change.Put(open, "{}"u8.ToArray(), new RowLinks(Other: resident.ToString()), ExpectedVersion: 0),
                CorrectionRow.Put(correction),
                .. alongside(correction),
            ],
            [new EntryDraft(ChainId.Resident(resident), entry)]);
        return await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false) switch
        {
            Recording.Done => correction,
            Recording.Conflict conflict when conflict.Key == open => RefusalReason.CorrectionOpen,
            _ => RefusalReason.ConcurrentChange,
        };
    }

    /// <summary>SHA-256 of <c>{"salt","v":1,"words"}</c> as canonical JSON (RFC 8785), salt in base64url.</summary>
    public static byte[] DigestOf(byte[] salt, string words) => Sha256.Hash(CanonicalJson.Serialize(new JsonObject
    {
        ["v"] = 1, ["salt"] = Base64Url.Encode(salt), ["words"] = words,
    }));
}
