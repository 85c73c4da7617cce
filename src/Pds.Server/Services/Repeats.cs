using Google.Protobuf;
using Grpc.Core;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Edge;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>
/// Recognises repeats by <c>request_id</c> for 24 hours: the same request gets the same answer, another one is refused (I-09). Where the answer
/// holds the act's own proof it can only be kept after the commit; until then the row claims the request id and names the act's entry, and a
/// repeat tells the answer from there. So neither a crash nor a caller that goes away separates an act from its answer.
/// </summary>
internal sealed class Repeats(Recorder recorder)
{
    private const int MinLength = 16;
    private const int MaxLength = 64;
    private static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    /// <summary>Runs an act once for a request id.</summary>
    /// <param name="call">The call.</param>
    /// <param name="request">
    /// The request, with its <c>request_id</c>. It is compared as parsed: over JSON a part of it travels in the path, and the body alone would
    /// answer for another object.
    /// </param>
    /// <param name="act">The act. It hands the rows of <see cref="Kept{T}"/> to the recorder together with its own.</param>
    /// <param name="retell">For acts that claim: makes the answer of the act whose first entry has this leaf index.</param>
    public async Task<T> OnceAsync<T>(
        ServerCallContext call, IMessage request, Func<Kept<T>, ValueTask<T>> act, Func<long, ValueTask<T>>? retell = null)
        where T : class, IMessage<T>, new()
    {
        var requestId = (string)request.Descriptor.FindFieldByName("request_id").Accessor.GetValue(request);
        Calls.Require(call, IsWellFormed(requestId), "request_id");
        var facts = CallFacts.Of(call);
        var digest = Sha256.Hash(request.ToByteArray());
        var links = facts.Caller is Caller.ResidentCaller of ? new RowLinks(Parent: of.Resident.ToString()) : null;
        var kept = new Kept<T>(KeyOf(facts, requestId, digest), digest, recorder.Clock.GetUtcNow() + Keep, links);
        if (await FindAsync(call, kept, retell).ConfigureAwait(false) is { } before)
        {
            return before;
        }

        try
        {
            var answer = await act(kept).ConfigureAwait(false);
            return kept.IsInTheAct ? answer : await KeepAsync(kept, answer).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            // Of two equal calls at once one wins the row; the other one's refusal is only the echo of that.
            if (await FindAsync(call, kept, retell).ConfigureAwait(false) is { } theirs)
            {
                return theirs;
            }

            throw;
        }
    }

    private static bool IsWellFormed(string id) =>
        id.Length is >= MinLength and <= MaxLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    // Nobody can take a stranger's request id in advance: a caller without a name is told apart by what it sends.
    private static RowKey KeyOf(CallFacts facts, string requestId, byte[] digest)
    {
        var who = facts.Caller is Caller.Anonymous ? Base64Url.Encode(digest) : facts.Caller.Name;
        return new RowKey(Table.IdempotentCalls, $"{who}{facts.Method.Path}/{requestId}");
    }

    private async ValueTask<T?> FindAsync<T>(ServerCallContext call, Kept<T> kept, Func<long, ValueTask<T>>? retell)
        where T : class, IMessage<T>, new()
    {
        if (await recorder.Rows.FindAsync(kept.Key, call.CancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        if (!kept.IsOf(row))
        {
            throw Calls.No(call, Wire.RequestIdReused, "request_id");
        }

        return Kept<T>.AnswerIn(row)
            ?? await KeepAsync(
                kept,
                await (retell ?? throw new InvalidOperationException("An act claimed its request id and cannot be told again."))
                    (Kept<T>.EntryIn(row)).ConfigureAwait(false)).ConfigureAwait(false);
    }

    // The act is durable, so its answer is kept even for a caller that has gone. If the power fails before this is, the claim stands and the
    // next repeat tells the answer from the act's entry. Whoever keeps an answer first has given the answer.
    private async ValueTask<T> KeepAsync<T>(Kept<T> kept, T answer)
        where T : class, IMessage<T>, new()
    {
        var row = await recorder.Rows.FindAsync(kept.Key, CancellationToken.None).ConfigureAwait(false);
        if (row is not null && Kept<T>.AnswerIn(row) is { } earlier)
        {
            return earlier;
        }

        var put = new Command([kept.Put(answer, row?.Version ?? 0)], []);
        return await recorder.RecordAsync(put, CancellationToken.None).ConfigureAwait(false) is Recording.Done
            ? answer
            : await KeepAsync(kept, answer).ConfigureAwait(false);
    }
}
