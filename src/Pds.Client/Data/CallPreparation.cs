using System.Globalization;
using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Receipt = Pds.Consent.Receipt;

namespace Pds.Client;

/// <summary>Builds a request for data from the receipt book: everything that makes its attempts one and the same call.</summary>
internal sealed class CallPreparation(OrganizationIdentity identity, ReceiptBook book, GateKeys gateKeys, TimeProvider clock)
{
    /// <summary>Reads the receipt, hashes the call, moves our share from our key to the gate's, and signs the key binding.</summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.ReceiptUnknown"/> or <see cref="LocalReasons.ReceiptRefused"/>.</exception>
    /// <exception cref="ArgumentException">The data range asked for has a bound that is no civil date.</exception>
    public async ValueTask<PreparedCall> PrepareAsync(DataRequest request, string method, CancellationToken cancellationToken)
    {
        if (!GrantId.TryParse(request.GrantId, out var grant) || book.Find(request.GrantId) is not { Dataset: not null } kept)
        {
            throw new PdsException(LocalReasons.ReceiptUnknown, "この同意の受領証が手元にありません。先に受け取ってください。");
        }

        if (!Receipt.TryParse(kept.Receipt, out var receipt))
        {
            throw new PdsException(LocalReasons.ReceiptRefused, "手元の受領証が壊れています。作り直してください。");
        }

        var asked = RangeOf(request);
        var call = Serialize(request);
        var hash = Sha256.Hash(call);
        var gate = await gateKeys.GetAsync(cancellationToken).ConfigureAwait(false);
        var binding = new CallBinding(CallBinding.NewJti(), hash, method);
        var message = new RequestDataRequest
        {
            Presentation = Present(receipt, binding),
            Call = ByteString.CopyFrom(call),
            SealedShare = ByteString.CopyFrom(Reseal(grant, kept, hash, gate.Key)),
            GateKid = gate.Key.Kid,
        };
        var expected = new ExpectedData(kept.Dataset, new DataRange(kept.DataFrom, kept.DataUntil), asked);
        return new PreparedCall(request, receipt, expected, hash, CallDigest.Of(receipt.Recipient, receipt.Issuer, binding.Jti), message);
    }

    // Absent asks for all that the consent covers, which is a range of its own.
    private static DataRange? RangeOf(DataRequest request) =>
        request.DataRange is { } range ? new DataRange(DateOf(range.From), DateOf(range.Until)) : null;

    private static DateOnly? DateOf(string bound) => bound.Length == 0 ? null
        : DateOnly.TryParseExact(bound, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw new ArgumentException("A data range has civil dates, YYYY-MM-DD.", nameof(bound));

    private static byte[] Serialize(DataRequest request)
    {
        var call = new DisclosureCall { GrantId = request.GrantId, DataRange = request.DataRange };
        call.Fields.AddRange(request.Fields);
        return call.ToByteArray();
    }

    // Only what is always visible goes along: the gate knows the rest, and a presentation may be kept by others as evidence.
    private string Present(Receipt receipt, CallBinding call) =>
        ReceiptPresentation.Create(receipt, [], identity.CallKey, clock.GetUtcNow(), call);

    // S_rcpt exists in the open only inside this frame, in memory that is zeroed on the way out.
    private byte[] Reseal(GrantId grant, KeptReceipt receipt, byte[] hash, HpkePublicKey gate)
    {
        var origin = identity.City.Origin;
        if (!identity.EncryptionKey.TryOpenSecret(
            DeliveryContexts.ShareToRecipient(origin, grant), [], receipt.SealedShare, out var share))
        {
            throw new PdsException(LocalReasons.ReceiptRefused, "この受領証の分け前は、わたしたちの鍵では開きません。");
        }

        using (share)
        {
            return gate.Seal(DeliveryContexts.ShareToGate(origin), DeliveryContexts.ShareToGateAad(grant, hash), share.Span);
        }
    }
}
