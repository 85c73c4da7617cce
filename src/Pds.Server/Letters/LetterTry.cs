using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Letters;

/// <summary>What was typed, held against what there is. Whoever looks writes once, whatever came of it, so that neither the answer nor its time tells.</summary>
/// <param name="Letter">The letter that is good and does not rest; null when nothing is tried.</param>
/// <param name="IsRight">Whether the code is that letter's.</param>
internal sealed record LetterTry(Letter? Letter, bool IsRight)
{
    /// <summary>Reads the same rows for a number that is nobody's, a letter that rests and a wrong code.</summary>
    public static async ValueTask<LetterTry> ReadAsync(
        IRowReader rows, ResidentNumber number, LetterCode code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var contact = await DeskContactRow.FindAsync(rows, number, cancellationToken).ConfigureAwait(false);
        var named = await LetterRows.FindCodeAsync(rows, code.HashWith(number), cancellationToken).ConfigureAwait(false);
        var letter = contact is null ? null : await LetterRows.FindAsync(rows, contact.Resident, cancellationToken).ConfigureAwait(false);
        return letter is null || !letter.IsGood(now) || letter.Rests(now) ? new LetterTry(null, false) : new LetterTry(letter, named == letter.Id);
    }

    /// <summary>What a wrong code leaves behind: one more counted, and its entry. Nothing when nothing was tried: a stranger must not make a log grow.</summary>
    public (IReadOnlyList<Change> Changes, IReadOnlyList<EntryDraft> Entries) Missed(DateTimeOffset now, OrganizationId through)
    {
        if (Letter is null)
        {
            return ([], []);
        }

        var missed = Letter.Missed(now);
        return ([LetterRows.Put(missed), ResidentRow.Stands(Letter.Resident)], [new EntryDraft(ChainId.Resident(Letter.Resident), new LetterRefused(now, Letter.Id, missed.Wrong, through))]);
    }

    /// <summary>It stands for a person.</summary>
    public override string ToString() => nameof(LetterTry);
}
