using Google.Protobuf;
using Grpc.Core;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Edge;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>
/// Recognises repeats by <c>request_id</c> for 24 hours: the same message gets the same answer, another message is refused (I-09). The answer
/// is kept in the transaction of the act where the act takes rows alongside, so that a crash cannot separate them.
/// Row: SHA-256 of the message (32 bytes) ‖ the serialised answer. Key: caller, method, request id.
/// </summary>
internal sealed class Repeats(Recorder recorder)
{
    private const int MinLength = 16;
    private const int MaxLength = 64;
    private static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    /// <summary>Runs an act once for a request id.</summary>
    /// <param name="call">The call.</param>
    /// <param name="requestId">The caller's idempotency key.</param>
    /// <param name="act">The act. It hands the rows of <see cref="Kept{T}"/> to the recorder together with its own.</param>
    public async Task<T> OnceAsync<T>(ServerCallContext call, string requestId, Func<Kept<T>, ValueTask<T>> act)
        where T : class, IMessage<T>, new()
    {
        Calls.Require(call, IsWellFormed(requestId), "request_id");
        var facts = CallFacts.Of(call);
        var kept = new Kept<T>(KeyOf(facts, requestId), Sha256.Hash(facts.Message), recorder.Clock.GetUtcNow() + Keep);
        if (await FindAsync(call, kept).ConfigureAwait(false) is { } before)
        {
            return before;
        }

        try
        {
            var answer = await act(kept).ConfigureAwait(false);
            if (kept.Missing(answer) is { } row)
            {
                // The act is durable, and so is its claim. If the power fails on this line a repeat is told that the act was done, not its answer.
                await recorder.RecordAsync(new Command([row], []), call.CancellationToken).ConfigureAwait(false);
            }

            return answer;
        }
        catch (RpcException)
        {
            // Of two equal calls at once one wins the row; the other one's refusal is only the echo of that.
            if (await FindAsync(call, kept).ConfigureAwait(false) is { } theirs)
            {
                return theirs;
            }

            throw;
        }
    }

    private static bool IsWellFormed(string id) =>
        id.Length is >= MinLength and <= MaxLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    // Nobody can take a stranger's request id in advance: a caller without a name is told apart by what it sends.
    private static RowKey KeyOf(CallFacts facts, string requestId)
    {
        var who = facts.Caller is Caller.Anonymous ? Base64Url.Encode(Sha256.Hash(facts.Message)) : facts.Caller.Name;
        return new RowKey(Table.IdempotentCalls, $"{who}{facts.Method.Path}/{requestId}");
    }

    private async ValueTask<T?> FindAsync<T>(ServerCallContext call, Kept<T> kept)
        where T : class, IMessage<T>, new()
    {
        if (await recorder.Rows.FindAsync(kept.Key, call.CancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        if (!FixedTime.Equals(row.Body.Span[..Sha256.Size], kept.MessageSha256))
        {
            throw Calls.No(call, Wire.RequestIdReused, "request_id");
        }

        return row.Body.Length > Sha256.Size
            ? new MessageParser<T>(() => new T()).ParseFrom(row.Body.Span[Sha256.Size..])
            : throw Calls.No(call, Wire.ConcurrentChange, "request_id");
    }
}
