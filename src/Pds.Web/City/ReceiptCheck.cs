using Pds.Client;
using Pds.Cryptography;
using Pds.Ledger;
using Receipt = Pds.Protocol.V1.Receipt;

namespace Pds.Web.City;

/// <summary>What the SDK's offline verifier says about a receipt and its entry in the log.</summary>
/// <param name="Signed">The city signed the receipt, with a certificate valid that day.</param>
/// <param name="Logged">The entry is in the log, under the log's signature.</param>
/// <param name="Same">Receipt and entry speak of the same document.</param>
/// <param name="Index">The entry's place, counted from 0.</param>
/// <param name="Commitment">The entry's commitment, 32 bytes; empty when it is not proved.</param>
/// <param name="GivenAt">When the receipt was made.</param>
internal sealed record ReceiptCheck(bool Signed, bool Logged, bool Same, long Index, byte[] Commitment, DateTimeOffset GivenAt)
{
    /// <summary>By whose hands the consent came about, as its entry says; null when by her own.</summary>
    public Acting? Acting { get; private init; }

    /// <summary>The proof of the entry as it came; null when it is none.</summary>
    public TlogProof? Proof { get; private init; }

    /// <summary>All of it holds.</summary>
    public bool Holds => Signed && Logged && Same;

    /// <summary>Checks a receipt as of the day it was made: that a consent ended since does not unmake its proof.</summary>
    public static ReceiptCheck Of(Receipt receipt, OfflineVerifier verifier)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        ArgumentNullException.ThrowIfNull(verifier);
        if (!Consent.Receipt.TryParse(receipt.SdJwt, out var parsed))
        {
            return new ReceiptCheck(false, false, false, 0, [], DateTimeOffset.UnixEpoch);
        }

        var signed = verifier.TryVerifyReceipt(receipt.SdJwt, parsed.IssuedAt, out _);
        var logged = verifier.TryVerifyEntry(receipt.Evidence, out var entry);
        var same = logged && entry!.Entry is ConsentGranted granted
            && FixedTime.Equals(granted.ConsentDigest, parsed.ConsentDigest)
            && FixedTime.Equals(entry.Commitment, parsed.Log.Commitment);
        return new ReceiptCheck(signed, logged, same, entry?.Index ?? 0, entry?.Commitment ?? [], parsed.IssuedAt)
        {
            Acting = (entry?.Entry as ConsentGranted)?.Acting,
            Proof = logged && TlogProof.TryParse(receipt.Evidence.TlogProof.ToStringUtf8(), out var proof) ? proof : null,
        };
    }

    /// <summary>The square code of a printed receipt: the proof itself, which anybody checks without us, with the log's key alone. Null when nothing is proved.</summary>
    public QrSquare? Code(string origin, byte[]? labelKey) =>
        Proof is null ? null : QrSquare.Of(PaperProof.Of(Proof, Commitment, labelKey, origin).ToString());
}
