using System.Runtime.CompilerServices;
using Grpc.Core;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>Asks for data, one resident or many, and lets nothing be opened before its evidence holds.</summary>
internal sealed class DataCalls(
    DisclosureService.DisclosureServiceClient service, CallPreparation preparation, DeliveryCheck check, Opening opening, GateKeys gateKeys)
{
    private const string ShareNotAccepted = "SHARE_NOT_ACCEPTED";
    public const int MaxBatch = 1000;

    public ValueTask<PreparedCall> PrepareAsync(DataRequest request, CancellationToken cancellationToken) =>
        preparation.PrepareAsync(request, Methods.RequestData, cancellationToken);

    /// <summary>Sends a prepared call: ask, verify, and only then open.</summary>
    public async Task<OpenedData> SendAsync(PreparedCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await Call.RunAsync("RequestData", call.Request.GrantId, async () =>
            {
                var answer = await service.RequestDataAsync(
                    call.Message, cancellationToken: cancellationToken).ResponseAsync.ConfigureAwait(false);
                return await OpenAsync(call, Methods.RequestData, answer, cancellationToken).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (PdsException refusal) when (refusal.Reason == ShareNotAccepted)
        {
            gateKeys.Forget(); // The gate's key may have been replaced; the next call asks for it.
            throw;
        }
    }

    /// <summary>Makes many calls without sending them.</summary>
    public async ValueTask<PreparedBatch> PrepareBatchAsync(IReadOnlyList<DataRequest> requests, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(requests.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(requests.Count, MaxBatch);
        var calls = new List<(int Item, PreparedCall Call)>(requests.Count);
        foreach (var (item, request) in requests.Index())
        {
            calls.Add((item, await preparation.PrepareAsync(request, Methods.RequestDataBatch, cancellationToken).ConfigureAwait(false)));
        }

        return new PreparedBatch(calls);
    }

    /// <summary>Sends many at once; answers come in the order they are ready, each checked and opened alone.</summary>
    public async IAsyncEnumerable<BatchAnswer> SendBatchAsync(PreparedBatch batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(batch.Calls.Count);
        var message = new RequestDataBatchRequest { Items = { batch.Calls.Select(one => one.Call.Message) } };
        using var stream = service.RequestDataBatch(message, cancellationToken: cancellationToken);
        while (await Call.RunAsync("RequestDataBatch", null, () => stream.ResponseStream.MoveNext(cancellationToken), cancellationToken)
            .ConfigureAwait(false))
        {
            yield return await ReadAsync(batch, stream.ResponseStream.Current, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<OpenedData> OpenAsync(PreparedCall call, string method, RequestDataResponse answer, CancellationToken cancellationToken) =>
        opening.Open(call, await check.RequireAsync(call, method, answer, cancellationToken).ConfigureAwait(false));

    private async Task<BatchAnswer> ReadAsync(PreparedBatch batch, RequestDataBatchResponse answer, CancellationToken cancellationToken)
    {
        if (answer.Item < 0 || answer.Item >= batch.Calls.Count)
        {
            throw new PdsException(LocalReasons.SealedDataRefused, "頼んでいない番号の答えが届きました。");
        }

        var (item, call) = batch.Calls[answer.Item];
        if (answer.OutcomeCase != RequestDataBatchResponse.OutcomeOneofCase.Data)
        {
            return new BatchAnswer(item, call.Request, null, RefusalOf(answer.Refusal));
        }

        try
        {
            var data = await OpenAsync(call, Methods.RequestDataBatch, answer.Data, cancellationToken).ConfigureAwait(false);
            return new BatchAnswer(item, call.Request, data, null);
        }
        catch (PdsException refusal)
        {
            return new BatchAnswer(item, call.Request, null, refusal);
        }
    }

    // As for a single call: a delay is there only when the same item can succeed later.
    private PdsException RefusalOf(ItemRefusal? refusal)
    {
        if (refusal?.Reason == ShareNotAccepted)
        {
            gateKeys.Forget();
        }

        return new PdsException(
            refusal?.Reason ?? "INTERNAL",
            refusal?.MessageJa ?? "",
            refusal?.RetryDelay is not null,
            refusal?.RetryDelay?.ToTimeSpan(),
            fields: refusal is { Field.Length: > 0 } ? [refusal.Field] : []);
    }
}
