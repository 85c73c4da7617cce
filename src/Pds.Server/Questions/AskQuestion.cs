using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.Questions;

/// <summary>A resident asks about one use, or refused attempt, of her own history.</summary>
internal sealed class AskQuestion(Recorder recorder)
{
    /// <summary>
    /// Asks. INVALID_ARGUMENT for a text of 0 or more than 400 characters; NOT_FOUND when the entry is no use of hers; ALREADY_EXISTS when she asked about
    /// it; LIMIT_EXCEEDED when 20 of hers wait; CONCURRENT_CHANGE.
    /// </summary>
    public async ValueTask<Outcome<ResidentQuestion>> RunAsync(
        ResidentId resident, long use, string text, string? carriedBy, Acting? acting, Alongside<ResidentQuestion>? alongside, CancellationToken cancellationToken)
    {
        if (!ResidentQuestion.IsText(text, ResidentQuestion.MaxText))
        {
            return new Refusal(RefusalReason.InvalidArgument, "text_ja");
        }

        var entry = use < 0 ? null : await recorder.FindEntryAsync(ChainId.Resident(resident), use, cancellationToken).ConfigureAwait(false);
        if (entry is null || !LedgerEntry.TryParse(entry.Body, out var told) || SubjectOf(told) is not { } subject)
        {
            return new Refusal(RefusalReason.NotFound, "use_index");
        }

        var before = await QuestionRow.OfResidentAsync(recorder.Rows, resident, 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false);
        if (before.Any(question => question.Use == use))
        {
            return new Refusal(RefusalReason.AlreadyExists, "use_index");
        }

        if (before.Count(question => question.Answer is null) >= ResidentQuestion.MaxWaiting)
        {
            return RefusalReason.LimitExceeded;
        }

        var made = new ResidentQuestion
        {
            Id = QuestionId.New(),
            Resident = resident,
            Recipient = subject.Recipient,
            Grant = subject.Grant,
            Use = use,
            UsedAt = told.At,
            Text = text,
            Salt = RandomSource.Bytes(32),
            AskedAt = Instant.Truncate(recorder.Clock.GetUtcNow()),
        };
        return await RecordAsync(made, carriedBy, acting, alongside, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Outcome<ResidentQuestion>> RecordAsync(
        ResidentQuestion made, string? carriedBy, Acting? acting, Alongside<ResidentQuestion>? alongside, CancellationToken cancellationToken)
    {
        var entry = new QuestionAsked(made.AskedAt, made.Id, made.Grant, made.Recipient, made.Use, made.DigestOf(made.Text), made.Due, carriedBy)
        {
            Acting = acting,
        };
        var command = new Command(
            [QuestionRow.Put(made), QuestionRow.Mark(made), ResidentRow.Stands(made.Resident), .. alongside?.Invoke(made) ?? []],
            [new EntryDraft(ChainId.Resident(made.Resident), entry)]);

        // If the power fails before this line returns, the question with its entry exists, or neither.
        return await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false) switch
        {
            Recording.Done => made,
            Recording.Conflict conflict when conflict.Key == QuestionRow.MarkKey(made.Resident, made.Use) => new Refusal(RefusalReason.AlreadyExists, "use_index"),
            _ => RefusalReason.ConcurrentChange,
        };
    }

    // The entries that a history shows as lines of their own.
    private static (GrantId Grant, OrganizationId Recipient)? SubjectOf(LedgerEntry entry) => entry switch
    {
        DisclosureIntended intended => (intended.Grant, intended.Recipient),
        DisclosureRefused refused => (refused.Grant, refused.Recipient),
        _ => null,
    };
}
