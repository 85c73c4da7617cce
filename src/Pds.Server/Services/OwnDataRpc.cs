using Google.Protobuf;
using Grpc.Core;
using Pds.Consent;
using Pds.Ledger;
using Pds.Server.Edge;
using Pds.Server.Hosting;
using Pds.Server.Mapping;
using Pds.Server.Sessions;
using Pds.Server.TakeAway;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Services;

/// <summary>OwnDataService: parse, act, map.</summary>
internal sealed class OwnDataRpc(Recorder recorder, ConsentActs acts, TakeAwayContents contents) : V1.OwnDataService.OwnDataServiceBase
{
    public override async Task ExportOwnData(
        V1.ExportOwnDataRequest request, IServerStreamWriter<V1.ExportOwnDataResponse> responseStream, ServerCallContext context)
    {
        var resident = Calls.ResidentOf(context).Resident;
        var exported = Calls.ValueOf(context, await TakeAsync(resident, request, context).ConfigureAwait(false));
        var source = await contents.FixAsync(resident, exported, context.CancellationToken).ConfigureAwait(false)
            ?? throw Calls.No(context, V1.RefusalReason.LimitExceeded);
        await using var pieces = new PieceStream(async piece => await responseStream.WriteAsync(
            new V1.ExportOwnDataResponse { Data = ByteString.CopyFrom(piece.Span) }, context.CancellationToken).ConfigureAwait(false));
        await contents.WriteAsync(source, pieces, context.CancellationToken).ConfigureAwait(false);
        await pieces.CompleteAsync().ConfigureAwait(false);
    }

    // A device signed this very message with the resident's key; in a session the host did, and that is not enough to carry a vault off.
    private async ValueTask<Outcome<RecordedEntry>> TakeAsync(ResidentId resident, V1.ExportOwnDataRequest request, ServerCallContext context)
    {
        var acting = Calls.ActingOf(context);
        if (Calls.ResidentOf(context).Through is not Via.Session { Live: var session })
        {
            Calls.Require(context, request.Evidence is null, "evidence");
            Calls.Require(context, request.Challenge.Length == 0, "challenge");
            return await acts.TakeDataAway.RunAsync(resident, acting, context.CancellationToken).ConfigureAwait(false);
        }

        if (request.Evidence is null)
        {
            return new Refusal(RefusalReason.EvidenceNotAccepted, "evidence");
        }

        Calls.Require(context, WillMap.TryParse(request.Evidence, out var evidence), "evidence");
        if (await SignInRow.FindAsync(recorder.Rows, request.Challenge, session.Host, recorder.Clock.GetUtcNow(), context.CancellationToken)
            .ConfigureAwait(false) is not { } begun)
        {
            return RefusalReason.ChallengeNotAccepted;
        }

        var document = ActDocument.TakeAway(recorder.Origin, resident, request.Challenge);
        return await acts.TakeDataAway.RunAsync(
            resident, document, evidence!, begun.MadeAt, session.Host, acting, begun.Use, context.CancellationToken).ConfigureAwait(false);
    }
}
