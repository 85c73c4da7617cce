using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>
/// What must hold before a delivery is opened. The order is: recorded before opened (1, 2), these sealed bytes and no others (3, 4), the
/// city says so itself (5), in one history of the log (6). The first that fails refuses the delivery, and the sealed bytes stay sealed.
/// </summary>
internal sealed class DeliveryCheck(OfflineVerifier verifier, SeenLog seen, string organizationId, TimeProvider clock)
{
    /// <summary>Checks the answer to a call; what comes back may be opened.</summary>
    /// <exception cref="PdsException">A reason of <see cref="LocalReasons"/>.</exception>
    public async Task<DeliveryEvidence> RequireAsync(
        PreparedCall call, string method, RequestDataResponse answer, CancellationToken cancellationToken)
    {
        // 1 The intent is in the log under the pinned key.
        var intent = Entry<DisclosureIntended>(answer.Intent, out var intended);
        // 2 It is the intent of this call and no earlier one of equal bytes: our grant, our organisation, our jti, these request bytes, the
        //   receipt's purpose, no field beyond those asked for.
        Ledger(
            intent.Grant.ToString() == call.Request.GrantId
            && intent.Recipient.ToString() == organizationId
            && intent.Method == method
            && intent.Purpose == call.Receipt.Purpose.ToString()
            && FixedTime.Equals(intent.Call, call.Digest)
            && FixedTime.Equals(intent.RequestSha256, call.RequestHash)
            && intent.Fields.All(call.Request.Fields.Contains),
            "台帳の記録は、この呼び出しのものではありません。");
        // 3 The disclosure is in the log, after the intent, belongs to it, and names the same fields.
        var disclosed = Entry<Disclosed>(answer.Disclosed, out var released);
        Ledger(
            disclosed.Grant == intent.Grant
            && disclosed.Recipient == intent.Recipient
            && disclosed.Fields.ToHashSet(StringComparer.Ordinal).SetEquals(intent.Fields)
            && FixedTime.Equals(disclosed.Intent, intended.Commitment)
            && released.Index > intended.Index,
            "台帳の「渡した」という記録が、この呼び出しのものではありません。");
        // 4 What it names is what we hold.
        var sealedData = answer.SealedData.ToByteArray();
        if (!FixedTime.Equals(disclosed.CiphertextSha256, Sha256.Hash(sealedData)))
        {
            throw new PdsException(LocalReasons.SealedDataRefused, "届いたデータの封が、台帳の記録と一致しません。");
        }

        // 5 The city's own signed word for the same entry.
        RequireUseReceipt(answer.UseReceipt, intent.Grant, released);
        // 6 Both entries, and all we have seen of this log before, are parts of one history. Last, because it asks the server.
        await seen.RequireAsync(intended.Checkpoint, released.Checkpoint, cancellationToken).ConfigureAwait(false);
        return new DeliveryEvidence(
            call.Presentation, answer.UseReceipt, answer.Intent.TlogProof.ToStringUtf8(), answer.Disclosed.TlogProof.ToStringUtf8(),
            intended.Commitment, released.Commitment, intended.Index, released.Index, intent, disclosed, sealedData, call.RequestHash);
    }

    private T Entry<T>(LedgerEvidence? evidence, out ProvenEntry proven)
        where T : LedgerEntry
    {
        if (!verifier.TryVerifyEntry(evidence, out var found) || found.Entry is not T entry)
        {
            throw new PdsException(LocalReasons.LedgerEvidenceRefused, "台帳の証明を確かめられません。データは開いていません。");
        }

        proven = found;
        return entry;
    }

    private void RequireUseReceipt(string receipt, GrantId grant, ProvenEntry released)
    {
        if (!verifier.TryVerifyAct(receipt, clock.GetUtcNow(), out var act)
            || act.Kind != ActKind.Use
            || act.Grant != grant
            || !FixedTime.Equals(act.Log.Commitment, released.Commitment)
            || !FixedTime.Equals(act.BodyDigest, Sha256.Hash(released.Body)))
        {
            throw new PdsException(LocalReasons.ReceiptRefused, "利用の受領証を確かめられません。データは開いていません。");
        }
    }

    private static void Ledger(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new PdsException(LocalReasons.LedgerEvidenceRefused, sentence);
        }
    }
}
