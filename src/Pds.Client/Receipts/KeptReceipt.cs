namespace Pds.Client;

/// <summary>One consent as the recipient keeps it: the receipt and its own share, still sealed to its own key.</summary>
/// <param name="GrantId">The grant (<c>grt_…</c>).</param>
/// <param name="Purpose">Purpose and version, such as <c>hospital-booking@1</c>.</param>
/// <param name="Dataset">The dataset this purpose is tied to, such as <c>fhir-appointment@1</c>: no other is accepted under it.</param>
/// <param name="Receipt">The SD-JWT VC with all disclosures the city gave us, ending in <c>~</c>.</param>
/// <param name="SealedShare">S_rcpt as the HPKE ciphertext the server returned. Opened in memory for one call, never stored open.</param>
/// <param name="KeptAt">When it was written into the book, UTC.</param>
/// <param name="DataFrom">First civil date of the data consented to, from the proven entry; null without a lower bound.</param>
/// <param name="DataUntil">First civil date after it; null without an upper bound.</param>
public sealed record KeptReceipt(
    string GrantId, string Purpose, string Dataset, string Receipt, byte[] SealedShare, DateTimeOffset KeptAt,
    DateOnly? DataFrom = null, DateOnly? DataUntil = null)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(KeptReceipt) + " " + GrantId;
}
