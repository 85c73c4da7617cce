using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Edge;

namespace Pds.Server.Letters;

/// <summary>
/// A second clerk prints a letter that another ordered: neither makes one alone. Its code is made here and told once; an older letter, and every session
/// that it had opened, ends in the same transaction.
/// </summary>
internal sealed class PrintLetter(Recorder recorder)
{
    /// <summary>The letter and its code. NOT_FOUND; SECOND_PERSON_REQUIRED for who ordered it; CONCURRENT_CHANGE.</summary>
    public async ValueTask<Outcome<PrintedLetter>> RunAsync(Caller.StaffCaller clerk, LetterId id, CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        if (await LetterRows.FindOrderAsync(recorder.Rows, id, now, cancellationToken).ConfigureAwait(false) is not { } order)
        {
            return RefusalReason.NotFound;
        }

        if (order.Clerk == clerk.Member.Id)
        {
            return RefusalReason.SecondPersonRequired;
        }

        var before = await LetterRows.FindAsync(recorder.Rows, order.Resident, cancellationToken).ConfigureAwait(false);
        var letter = new Letter { Id = id, Resident = order.Resident, IssuedAt = now, RowVersion = before?.RowVersion ?? 0 };
        var code = LetterCode.New();
        var ended = await LetterRows.EndAsync(recorder.Rows, order.Resident, cancellationToken).ConfigureAwait(false);
        var entry = new LetterIssued(now, id, order.Clerk, clerk.Member.Id, letter.EndsAt, Letter.MaxUses, before?.IsGood(now) == true ? before.Id : null);
        var command = new Command(
            [
                LetterRows.Use(order), .. ended, LetterRows.Put(letter), LetterRows.PutCode(letter, code.HashWith(order.Number)), ResidentRow.Stands(order.Resident),
            ],
            [new EntryDraft(ChainId.Resident(order.Resident), entry)]);

        // If the power fails before this line returns, the order still waits, or a letter is good whose code nobody knows: another is ordered, and ends it.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording is Recording.Done ? new PrintedLetter(letter, code) : RefusalReason.ConcurrentChange;
    }
}

/// <summary>A letter just printed; only a hash of its code is stored.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="Code">Told once.</param>
internal sealed record PrintedLetter(Letter Letter, LetterCode Code)
{
    /// <summary>It holds a code.</summary>
    public override string ToString() => nameof(PrintedLetter);
}
