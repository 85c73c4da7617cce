using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>
/// Ends intents that never became a disclosure and are older than ten minutes, because nobody can resume them any more. Each is entered as
/// stopped and its use is given back. Its first turn, at start, is the recovery after a crash: a younger intent is left for its caller, who
/// may send the same call again (DESIGN section 7).
/// </summary>
public sealed class IntentSweeper(Recorder recorder)
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
            var page = await recorder.Rows.ListAsync(
                Table.Intents, LinkColumn.Parent, IntentRow.OpenLink, after, PageSize, cancellationToken);
            foreach (var row in page)
            {
                ended += await EndAsync(IntentRow.FromBytes(row.Body), before, cancellationToken) ? 1 : 0;
            }

            if (page.Count < PageSize)
            {
                return ended;
            }

            after = page[^1].Ordinal;
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
