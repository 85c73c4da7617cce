using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Client;

/// <summary>What must hold before a consent receipt is written into the book.</summary>
internal sealed class ReceiptCheck(
    OfflineVerifier verifier, SeenLog seen, OrganizationIdentity identity, PurposeDatasets datasets, TimeProvider clock)
{
    /// <summary>The receipt to keep.</summary>
    /// <exception cref="PdsException">It is not the city's, not ours, not about this grant, not in the ledger, or in a forked one.</exception>
    public async Task<KeptReceipt> RequireAsync(string grantId, Protocol.V1.Receipt answer, CancellationToken cancellationToken)
    {
        if (!verifier.TryVerifyReceipt(answer.SdJwt, clock.GetUtcNow(), out var receipt)
            || receipt.Grant.ToString() != grantId
            || receipt.Recipient.ToString() != identity.OrganizationId
            || !receipt.Holder.Equals(identity.CallKey.PublicKey)
            || receipt.EncJkt != identity.EncryptionKey.PublicKey.Thumbprint)
        {
            throw new PdsException(LocalReasons.ReceiptRefused, "届いた受領証は、市の署名がないか、わたしたちのものではありません。");
        }

        if (!verifier.TryVerifyEntry(answer.Evidence, out var proven)
            || proven.Entry is not ConsentGranted granted
            || granted.Grant != receipt.Grant
            || !FixedTime.Equals(granted.ConsentDigest, receipt.ConsentDigest)
            || !FixedTime.Equals(proven.Commitment, receipt.Log.Commitment))
        {
            throw new PdsException(LocalReasons.LedgerEvidenceRefused, "同意が台帳にあることを確かめられません。");
        }

        await seen.RequireAsync(proven.Checkpoint, cancellationToken).ConfigureAwait(false);
        var dataset = await datasets.OfAsync(receipt.Purpose, cancellationToken).ConfigureAwait(false);
        return new KeptReceipt(
            grantId, receipt.Purpose.ToString(), dataset, answer.SdJwt, answer.SealedShare.ToByteArray(), clock.GetUtcNow(),
            granted.DataFrom, granted.DataUntil);
    }
}
