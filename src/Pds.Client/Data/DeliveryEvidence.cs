using Pds.Ledger;

namespace Pds.Client;

/// <summary>What can be kept to prove a delivery offline, without the data: none of it holds a person's value.</summary>
/// <param name="Presentation">The SD-JWT+KB as sent.</param>
/// <param name="UseReceipt">The city's signed use receipt (<c>pds-receipt+jwt</c>).</param>
/// <param name="IntentProof"><c>tlog-proof@v1</c> of the intent: recorded before anything was opened.</param>
/// <param name="DisclosedProof"><c>tlog-proof@v1</c> of the disclosure; its body names the sealed bytes' SHA-256.</param>
/// <param name="IntentCommitment">C of the intent, 32 bytes.</param>
/// <param name="DisclosedCommitment">C of the disclosure, 32 bytes.</param>
/// <param name="IntentIndex">Leaf index of the intent.</param>
/// <param name="DisclosedIndex">Leaf index of the disclosure.</param>
/// <param name="Intended">What the intent's entry says: fields, one digest a cell, purpose, and the call it is for.</param>
/// <param name="Released">What the disclosure's entry says: fields, number of records, and the digest of what left.</param>
/// <param name="SealedData">The sealed bytes as received: useless without our private key.</param>
/// <param name="RequestHash">SHA-256 of the call bytes.</param>
public sealed record DeliveryEvidence(
    string Presentation,
    string UseReceipt,
    string IntentProof,
    string DisclosedProof,
    byte[] IntentCommitment,
    byte[] DisclosedCommitment,
    long IntentIndex,
    long DisclosedIndex,
    DisclosureIntended Intended,
    Disclosed Released,
    byte[] SealedData,
    byte[] RequestHash)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(DeliveryEvidence);
}
