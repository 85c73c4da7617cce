using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Makes the receipt of an act from its entry. Nothing of it is stored: the entry holds all it says, so after a crash, and for a repeated
/// call, the same receipt is made again.
/// </summary>
public sealed class ActReceipts(Recorder recorder, ReceiptSigner signer)
{
    /// <summary>
    /// The receipt of an entry that was just recorded, or found again. It supersedes the receipt of the entry that this one says it follows, so
    /// that all receipts of a consent form one chain, back to the one that gave it (FEATURES R8).
    /// </summary>
    public string Of(ActKind kind, GrantId grant, RecordedEntry entry, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return ActReceipt.Issue(
            signer, at, kind, grant, new LogPlace(recorder.Origin, entry.Commitment), Sha256.Hash(entry.Body),
            LedgerEntry.TryParse(entry.Body, out var parsed) && parsed is GrantStateEntry { Follows: { } before } ? before : null);
    }

    /// <summary>
    /// Finds the newest entry of one kind about a grant in the resident's chain, for a repeated call; null when there is none. Reads the
    /// chain through, which a repeat or a recovery may cost.
    /// </summary>
    internal async ValueTask<RecordedEntry?> FindEntryAsync<TEntry>(
        Grant grant, Func<TEntry, GrantId> grantOf, CancellationToken cancellationToken)
        where TEntry : LedgerEntry
    {
        var chain = ChainId.Resident(grant.Resident);
        long? found = null;
        long after = -1;
        for (var more = true; more;)
        {
            more = false;
            await foreach (var opened in recorder.ReadChainAsync(
                chain, after, IRowReader.MaxRows, new Reader.Recovery(), cancellationToken).ConfigureAwait(false))
            {
                (more, after) = (true, opened.Seq);
                if (opened.Entry is TEntry entry && grantOf(entry) == grant.Id)
                {
                    found = opened.Index;
                }
            }
        }

        return found is { } index ? await recorder.FindEntryAsync(chain, index, cancellationToken).ConfigureAwait(false) : null;
    }
}
