using Pds.Consent;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Server.Erasure;

/// <summary>
/// A resident has everything held about her destroyed (promise 5). The order is one transaction: with it her root key is gone, her devices stop and
/// nobody can begin anything for her. The rest follows before the answer, and after a crash before anything else.
/// </summary>
internal sealed class EraseResident(Recorder recorder, OrderErasure order, FinishErasure finish)
{
    /// <summary>Does it. Refuses as <see cref="OrderErasure"/> does.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now. If the order was, it is finished without being asked again.</exception>
    public async ValueTask<Outcome<Erased>> RunAsync(OrderErasureInput input, CancellationToken cancellationToken)
    {
        var row = new ErasureRow(input.Resident, Instant.Truncate(recorder.Clock.GetUtcNow()), null);
        var outcome = await order.RunAsync(
            input with { Alongside = [.. input.Alongside, Custodian.DestroyResidentKeys(input.Resident), row.PutNew()] }, cancellationToken)
            .ConfigureAwait(false);
        if (outcome is not Outcome<OrderedErasure>.Done { Value: var ordered })
        {
            return ((Outcome<OrderedErasure>.Refused)outcome).Why;
        }

        try
        {
            // The order stands, whoever hung up: what it began is not left half done because its caller went away.
            var until = await finish.RunAsync(input.Resident, CancellationToken.None).ConfigureAwait(false);
            return new Erased(ordered.Entry, until);
        }
        finally
        {
            // Every consent is withdrawn by now; or nobody knows, and what is held is left to be settled.
            foreach (var hold in ordered.Holds)
            {
                hold.Dispose();
            }
        }
    }

    /// <summary>Tells an order again whose answer was lost. Its entry can be shown only while history is kept.</summary>
    /// <exception cref="LedgerUnavailableException">It is not finished, and cannot be now.</exception>
    public async ValueTask<Erased> RetellAsync(ResidentId resident, long index, CancellationToken cancellationToken)
    {
        var until = await finish.RunAsync(resident, CancellationToken.None).ConfigureAwait(false);
        return new Erased(await recorder.FindEntryAsync(ChainId.Resident(resident), index, cancellationToken).ConfigureAwait(false), until);
    }
}

/// <summary>What came of the order.</summary>
/// <param name="Entry">Its entry, with its proof; null when the answer was lost and nobody can open it any more.</param>
/// <param name="HistoryUntil">Until when history is kept by law (half-open, UTC); null when it is destroyed.</param>
internal sealed record Erased(RecordedEntry? Entry, DateTimeOffset? HistoryUntil);
