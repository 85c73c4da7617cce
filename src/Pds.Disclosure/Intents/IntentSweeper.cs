using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>
/// Ends intents that never became a disclosure and are older than ten minutes, because nobody can resume them any more. Each is entered as
/// stopped and its use is given back. Its first turn, at start, is the recovery after a crash: a younger intent is left for its caller, who
/// may send the same call again (DESIGN section 7). A row changed at rest is told and passed over: its use stays counted, and nobody behind
/// it waits.
/// </summary>
/// <param name="recorder">Where the intents are.</param>
/// <param name="damaged">Told of each row that could not be read, for the operator's log.</param>
public sealed class IntentSweeper(Recorder recorder, Action<InvalidDataException>? damaged = null)
{
    /// <summary>How often the timer looks: 1 minute.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const string ReasonAbandoned = "CALL_ABANDONED";
    private const int PageSize = 100;

    private readonly Intents intents = new(recorder, new RecordReading(recorder.Rows));

    /// <summary>Ends what is older than <see cref="CallReading.ResumeFor"/>. Answers how many intents it ended.</summary>
    public ValueTask<int> SweepAsync(CancellationToken cancellationToken) =>
        SweepAsync(recorder.Clock.GetUtcNow() - CallReading.ResumeFor, cancellationToken);

    private async ValueTask<int> SweepAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var ended = 0;
        for (long after = 0; ;)
        {
            var page = await recorder.Rows.SweepAsync(
                Table.Intents, LinkColumn.Parent, IntentRow.OpenLink, after, PageSize, cancellationToken);
            foreach (var row in page.Rows)
            {
                ended += await TryEndAsync(row, before, cancellationToken) ? 1 : 0;
            }

            foreach (var changed in page.Damaged)
            {
                damaged?.Invoke(changed);
            }

            if (page.IsLast)
            {
                return ended;
            }

            after = page.LastOrdinal;
        }
    }

    private async ValueTask<bool> TryEndAsync(Row row, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            return await EndAsync(IntentRow.FromBytes(row.Body), before, cancellationToken);
        }
        catch (InvalidDataException changed)
        {
            damaged?.Invoke(changed);
            return false;
        }
    }

    private async ValueTask<bool> EndAsync(IntentRow intent, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (!Instant.TryParse(intent.At, out var at) || at >= before)
        {
            return false;
        }

        var entry = await recorder.FindEntryAsync(ChainId.Resident(intent.ResidentId), intent.Index, cancellationToken);
        return entry is not null && await intents.StopAsync(
            intent, entry.Commitment, ReasonAbandoned, spent: false, cancellationToken);
    }
}
