namespace Pds.Consent;

/// <summary>What is kept for <c>GetReceipt</c>.</summary>
/// <param name="SealedShare">S_rcpt as an HPKE message to the recipient; we cannot open it.</param>
/// <param name="SdJwt">The receipt; null between the commit of the consent and the making of the receipt, so that a crash there is seen.</param>
/// <param name="EntryIndex">Leaf index of the consent's entry; null as long as the receipt is.</param>
internal sealed record StoredReceipt(byte[] SealedShare, string? SdJwt, long? EntryIndex)
{
    public override string ToString() => nameof(StoredReceipt);
}
