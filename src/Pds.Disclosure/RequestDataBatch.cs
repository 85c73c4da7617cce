using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>The answer to one item of a batch.</summary>
/// <param name="Item">Its position in the request, from 0.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record BatchAnswer(int Item, RequestDataOutcome Outcome);

/// <summary>
/// Many residents in one message (D9). Each item is a call of its own: decided, recorded and proved alone, answered when it is ready, and
/// refused without touching the others. They share a commit only because the recorder groups what arrives together.
/// </summary>
public sealed class RequestDataBatch(RequestData one)
{
    /// <summary>The most items in one batch.</summary>
    public const int MaxItems = 1000;

    /// <summary>How many items are under way at once: enough to fill a group commit, few enough to leave room for others.</summary>
    public const int Parallelism = 16;

    /// <summary>Whether a batch of this size is taken at all.</summary>
    public static bool IsInBounds(int items) => items is >= 1 and <= MaxItems;

    /// <summary>Answers as they become ready. A reader who stops reading stops the rest.</summary>
    public async IAsyncEnumerable<BatchAnswer> RunAsync(
        IReadOnlyList<RequestDataInput> items, CallingOrganization caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, MaxItems, nameof(items));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answers = Channel.CreateBounded<BatchAnswer>(Parallelism);
        var working = WorkAsync(items, caller, answers.Writer, stop.Token);
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(stop.Token))
            {
                // Answers wait here for a slow reader. Whoever was told that a withdrawal is done must see nothing leave after it (I-01).
                yield return answer with { Outcome = await one.StillAsync(answer.Outcome, stop.Token) };
            }
        }
        finally
        {
            await stop.CancelAsync();
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(
        IReadOnlyList<RequestDataInput> items, CallingOrganization caller, ChannelWriter<BatchAnswer> answers, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stop };
            await Parallel.ForAsync(0, items.Count, options, async (item, ct) =>
                await answers.WriteAsync(new BatchAnswer(item, await AnswerAsync(items[item], caller, ct)), ct));
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            answers.TryComplete(failure);
        }
    }

    // A ledger that cannot be written refuses the items it concerns; what was answered before stays answered.
    private async ValueTask<RequestDataOutcome> AnswerAsync(RequestDataInput item, CallingOrganization caller, CancellationToken stop)
    {
        try
        {
            return await one.RunAsync(item, caller, stop);
        }
        catch (LedgerUnavailableException)
        {
            return new RequestDataOutcome.Refused(new Refusal(RefusalReason.LedgerUnavailable));
        }
    }
}
