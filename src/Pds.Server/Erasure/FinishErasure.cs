using Pds.Consent;
using Pds.Disclosure;
using Pds.Ledger;
using Pds.Server.Exports;
using Pds.Vault;

namespace Pds.Server.Erasure;

/// <summary>
/// Finishes an erasure that was ordered: what the order's own transaction could not hold. Every step may be cut off and run again, and all of them run
/// again from the first, so the start after a crash, the timer and the order itself are one path. Order: nobody can ask any more, every consent ends,
/// the vault goes; then history, at once or when no law keeps it.
/// </summary>
internal sealed class FinishErasure(
    Recorder recorder, EndAllConsents consents, ForgetConsents forget, ForgetMandates mandates, EraseRecords records, EraseUses uses, StatutoryRecords statutory)
{
    /// <summary>How long an ended device may still ask what became of the order: 24 hours, as long as request ids are kept.</summary>
    public static readonly TimeSpan KeepDevices = TimeSpan.FromHours(24);

    private const int PageRows = 100;
    private const string OrderPath = "/pds.v1.ResidentService/EraseResident/";

    /// <summary>Told of an erasure that met a row changed at rest, for the operator's log; those behind it are finished.</summary>
    public Action<InvalidDataException>? Damaged { get; set; }

    /// <summary>Finishes everything that goes at once.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger fails now; the next run goes on.</exception>
    public ValueTask<int> RunBegunAsync(CancellationToken cancellationToken) => RunAsync(ErasureRow.Begun, _ => true, cancellationToken);

    /// <summary>Closes histories that no law keeps any more; none while the clock may not be trusted to destroy anything (I-12).</summary>
    /// <returns>How many.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger fails now; the next run goes on.</exception>
    public async ValueTask<int> RunDueAsync(CancellationToken cancellationToken) => recorder.Clock.MayPurge
        ? await RunAsync(ErasureRow.Due, row => row.HistoryUntil <= recorder.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false)
        : 0;

    /// <summary>Finishes one.</summary>
    /// <returns>Until when history is kept; null when nothing is left, or nothing was ordered.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger fails now; run it again.</exception>
    public async ValueTask<DateTimeOffset?> RunAsync(ResidentId resident, CancellationToken cancellationToken)
    {
        if (await ErasureRow.FindAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false) is not { } erasure)
        {
            return null;
        }

        await consents.RunAsync(resident, cancellationToken).ConfigureAwait(false);
        await mandates.RunAsync(resident, cancellationToken).ConfigureAwait(false);
        await records.RunAsync(resident, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.EnrollmentCodes, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.Sessions, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.DeskContacts, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.Visits, resident, _ => true, cancellationToken, LinkColumn.Other).ConfigureAwait(false);
        await RemoveAsync(Table.Letters, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.LetterCodes, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.LetterOrders, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.WaitingVisits, resident, _ => true, cancellationToken, LinkColumn.Other).ConfigureAwait(false);
        await RemoveAsync(Table.PaperCases, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.PaperScans, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.Corrections, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.Corrections, resident, _ => true, cancellationToken, LinkColumn.Other).ConfigureAwait(false);
        await RemoveAsync(Table.CorrectedRecords, resident, _ => true, cancellationToken, LinkColumn.Other).ConfigureAwait(false);
        await RemoveAsync(Table.NoticeChoices, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.WaitingNotices, resident, _ => true, cancellationToken, LinkColumn.Other).ConfigureAwait(false);
        await RemoveAsync(Table.NoticeMessages, resident, _ => true, cancellationToken, LinkColumn.Other).ConfigureAwait(false);
        await RemoveAsync(Table.IdempotentCalls, resident, row => !row.Key.Key.Contains(OrderPath, StringComparison.Ordinal), cancellationToken)
            .ConfigureAwait(false);
        await RemoveAsync(Table.ServerFacts, resident, _ => true, cancellationToken).ConfigureAwait(false);
        if (await KeptUntilAsync(erasure, cancellationToken).ConfigureAwait(false) is { } until)
        {
            var waiting = erasure with { HistoryUntil = until };
            await recorder.RecordAsync(new Command([waiting.PutWaiting()], []), cancellationToken).ConfigureAwait(false);
            return until;
        }

        await CloseHistoryAsync(erasure, cancellationToken).ConfigureAwait(false);
        return null;
    }

    // What is due is known only when no consent can give anything out any more. A clock that leapt may not make a record look old: then the
    // timer closes it, once an operator has confirmed the clock.
    private async ValueTask<DateTimeOffset?> KeptUntilAsync(ErasureRow erasure, CancellationToken cancellationToken)
    {
        var until = erasure.HistoryUntil ?? await statutory.DueUntilAsync(erasure.Resident, cancellationToken).ConfigureAwait(false);
        return until is { } end && (end > recorder.Clock.GetUtcNow() || !recorder.Clock.MayPurge) ? end : null;
    }

    private async ValueTask CloseHistoryAsync(ErasureRow erasure, CancellationToken cancellationToken)
    {
        var resident = erasure.Resident;

        // The keys first: what is removed below is what her leaves would be checked by as long as anybody can open them. If power fails after
        // any of these lines, the row that says so stands, and the next start does them all again.
        await recorder.EraseChainAsync(ChainId.Resident(resident), cancellationToken).ConfigureAwait(false);
        while (await recorder.DropErasedAsync(cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        await uses.RunAsync(resident, cancellationToken).ConfigureAwait(false);
        await forget.RunAsync(resident, uses.RunAsync, cancellationToken).ConfigureAwait(false);

        // Until here they are what her evidence is checked by; nobody signs in with them, because the resident is not there.
        await RemoveAsync(Table.Identities, resident, _ => true, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(Table.Passkeys, resident, _ => true, cancellationToken, LinkColumn.Other).ConfigureAwait(false);
        await ForgetInExportsAsync(resident, cancellationToken).ConfigureAwait(false);
        var devices = await DeviceRow.OfResidentAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false);
        var forgetDevices = erasure.OrderedAt + KeepDevices;
        await recorder.RecordAsync(
            new Command(
                [
                    .. devices.Select(device => forgetDevices > recorder.Clock.GetUtcNow()
                        ? DeviceRow.End(device, forgetDevices)
                        : (Change)new Change.Delete(DeviceRow.Key(device.Id))),
                    erasure.Remove(),
                ],
                []),
            cancellationToken).ConfigureAwait(false);
    }

    // An export that was asked for by her pseudonym remembers whose that is. One that is being made remembers it until it is.
    private async ValueTask ForgetInExportsAsync(ResidentId resident, CancellationToken cancellationToken)
    {
        foreach (var job in await ExportJobRow.ListAsync(recorder.Rows, cancellationToken).ConfigureAwait(false))
        {
            if (job.Resident == resident && job.State != ExportJobState.Running)
            {
                await recorder.RecordAsync(new Command([ExportJobRow.Put(job with { Resident = null })], []), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<int> RunAsync(string parent, Func<ErasureRow, bool> isTime, CancellationToken cancellationToken)
    {
        var (done, after) = (0, 0L);
        while (await recorder.Rows.ListAsync(Table.ServerFacts, LinkColumn.Parent, parent, after, PageRows, cancellationToken).ConfigureAwait(false)
            is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                done += await TryAsync(row, isTime, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }

            after = page[^1].Ordinal;
        }

        return done;
    }

    private async ValueTask<bool> TryAsync(Row row, Func<ErasureRow, bool> isTime, CancellationToken cancellationToken)
    {
        try
        {
            var erasure = ErasureRow.From(row);
            if (!isTime(erasure))
            {
                return false;
            }

            await RunAsync(erasure.Resident, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (InvalidDataException changed)
        {
            Damaged?.Invoke(changed);
            return false;
        }
    }

    private async ValueTask RemoveAsync(
        Table table, ResidentId resident, Func<Row, bool> goes, CancellationToken cancellationToken, LinkColumn column = LinkColumn.Parent)
    {
        long after = 0;
        while (await recorder.Rows.ListAsync(table, column, resident.ToString(), after, PageRows, cancellationToken).ConfigureAwait(false)
            is { Count: > 0 } page)
        {
            await recorder.RecordAsync(
                new Command([.. page.Where(goes).Select(row => new Change.Delete(row.Key))], []), cancellationToken).ConfigureAwait(false);
            after = page[^1].Ordinal;
        }
    }
}
