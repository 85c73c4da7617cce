using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.Questions;

/// <summary>The organisation asked answers a resident's question, or a steward does in its place.</summary>
internal sealed class AnswerQuestion(Recorder recorder)
{
    /// <summary>
    /// Answers. INVALID_ARGUMENT for a text of 0 or more than 1,000 characters; NOT_FOUND for none and for another recipient's; MOVE_NOT_ALLOWED when it is
    /// answered; CONCURRENT_CHANGE, also when its resident is erased in this moment.
    /// </summary>
    public async ValueTask<Outcome<ResidentQuestion>> RunAsync(
        QuestionId id, string text, Organization by, StaffId? staff, Alongside<ResidentQuestion>? alongside, CancellationToken cancellationToken)
    {
        if (!ResidentQuestion.IsText(text, ResidentQuestion.MaxAnswer))
        {
            return new Refusal(RefusalReason.InvalidArgument, "answer_ja");
        }

        var question = await QuestionRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
        if (question is null || (question.Recipient != by.Id && !by.Has(OrganizationRole.Steward)))
        {
            return RefusalReason.NotFound;
        }

        if (question.Answer is not null)
        {
            return RefusalReason.MoveNotAllowed;
        }

        var answered = question with { Answer = text, AnsweredAt = Instant.Truncate(recorder.Clock.GetUtcNow()), AnsweredBy = by.Id };
        var entry = new QuestionAnswered(
            answered.AnsweredAt.Value, question.Id, question.Grant, question.Recipient, question.DigestOf(text), by.Id) { Staff = staff };
        var command = new Command(
            [QuestionRow.Put(answered), ResidentRow.Stands(question.Resident), .. alongside?.Invoke(answered) ?? []],
            [new EntryDraft(ChainId.Resident(question.Resident), entry)]);

        // If the power fails before this line returns, the answer with its entry exists, or the question still waits.
        return (await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false)).Then(answered, RefusalReason.ConcurrentChange);
    }
}
