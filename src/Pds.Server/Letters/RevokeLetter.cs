using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.Letters;

/// <summary>A resident ends her letter, by whatever carries her: stopping is easy. What it had opened is closed in the same transaction.</summary>
internal sealed class RevokeLetter(Recorder recorder)
{
    /// <summary>The letter as it was. NOT_FOUND for none; CONCURRENT_CHANGE when it was used in this moment.</summary>
    public async ValueTask<Outcome<Letter>> RunAsync(
        ResidentId resident, string? actedBy, Acting? acting, IReadOnlyList<Change> alongside, CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (await LetterRows.FindAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false) is not { } letter || now >= letter.EndsAt)
        {
            return RefusalReason.NotFound;
        }

        var ended = await LetterRows.EndAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false);
        var entry = new LetterRevoked(now, letter.Id, actedBy) { Acting = acting };
        var command = new Command(
            [LetterRows.Delete(letter), .. ended, ResidentRow.Stands(resident), .. alongside], [new EntryDraft(ChainId.Resident(resident), entry)]);

        // If the power fails before this line returns, it may still be good; the resident was not told otherwise.
        return (await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false)).Then(letter, RefusalReason.ConcurrentChange);
    }
}
