using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Letters;
using V1 = Pds.Protocol.V1;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Services;

/// <summary>LetterService: parse, act, map.</summary>
internal sealed class LetterRpc(Recorder recorder, Repeats repeats) : V1.LetterService.LetterServiceBase
{
    private const int MostOrders = 100;

    public override Task<V1.LetterOrder> OrderLetter(V1.OrderLetterRequest request, ServerCallContext context)
    {
        Calls.Require(context, ResidentNumber.TryParse(request.ResidentNumber, out var number), "resident_number");
        return repeats.OnceAsync<V1.LetterOrder>(context, request, async keep => ToWire(Calls.ValueOf(
            context,
            await new OrderLetter(recorder).RunAsync(Calls.StaffOf(context), number, made => keep.With(ToWire(made)), context.CancellationToken).ConfigureAwait(false))));
    }

    public override async Task<V1.ListLetterOrdersResponse> ListLetterOrders(V1.ListLetterOrdersRequest request, ServerCallContext context)
    {
        var waiting = await LetterRows.WaitingAsync(recorder.Rows, MostOrders, recorder.Clock.GetUtcNow(), context.CancellationToken).ConfigureAwait(false);
        return new V1.ListLetterOrdersResponse { Orders = { waiting.Select(ToWire) } };
    }

    // No request id: the answer holds a code, which may not be kept for a repeat. An order is good once, and so is the act.
    public override async Task<V1.PrintedLetter> PrintLetter(V1.PrintLetterRequest request, ServerCallContext context)
    {
        Calls.Require(context, LetterId.TryParse(request.LetterId, out var id), "letter_id");
        var printed = Calls.ValueOf(context, await new PrintLetter(recorder).RunAsync(Calls.StaffOf(context), id, context.CancellationToken).ConfigureAwait(false));
        return new V1.PrintedLetter { Letter = ToWire(printed.Letter), Code = printed.Code.Text };
    }

    public override async Task<V1.SignInLetter> GetLetter(V1.GetLetterRequest request, ServerCallContext context) =>
        await LetterRows.FindAsync(recorder.Rows, Calls.ResidentOf(context).Resident, context.CancellationToken).ConfigureAwait(false) is { } letter
            && letter.IsGood(recorder.Clock.GetUtcNow())
            ? ToWire(letter)
            : throw Calls.No(context, Wire.NotFound);

    public override Task<V1.RevokeLetterResponse> RevokeLetter(V1.RevokeLetterRequest request, ServerCallContext context) =>
        repeats.OnceAsync<V1.RevokeLetterResponse>(context, request, async keep =>
        {
            var answer = new V1.RevokeLetterResponse();
            Calls.ValueOf(
                context,
                await new RevokeLetter(recorder).RunAsync(
                    Calls.ResidentOf(context).Resident, Calls.CarriedBy(context), Calls.ActingOf(context), keep.With(answer), context.CancellationToken).ConfigureAwait(false));
            return answer;
        });

    private static V1.LetterOrder ToWire(LetterOrder order) =>
        new() { LetterId = order.Id.ToString(), StaffId = order.Clerk.ToString(), CreateTime = order.OrderedAt.ToTimestamp() };

    private static V1.SignInLetter ToWire(Letter letter) => new()
    {
        LetterId = letter.Id.ToString(), CreateTime = letter.IssuedAt.ToTimestamp(), ExpireTime = letter.EndsAt.ToTimestamp(), UsesLeft = letter.UsesLeft,
    };
}
