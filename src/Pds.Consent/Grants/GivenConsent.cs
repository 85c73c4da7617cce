using System.Text.Json.Serialization;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>What is known of a consent once the resident said yes. Never changes afterwards.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="ConsentDigest">SHA-256 of the document the resident saw and signed, 32 bytes.</param>
/// <param name="EncJkt">RFC 7638 thumbprint of the recipient's encryption key the shares were made for.</param>
/// <param name="CallJkt">RFC 7638 thumbprint of the recipient's call key of that moment, to which the receipt is bound.</param>
/// <param name="StatusIndex">Its place in the status lists; random, never used before.</param>
/// <param name="EvidenceType">How the will was shown, such as <c>device_signature</c>.</param>
/// <param name="EvidenceDigest">SHA-256 of the evidence, 32 bytes.</param>
public sealed record GivenConsent(
    DateTimeOffset At, byte[] ConsentDigest, string EncJkt, string CallJkt, int StatusIndex, string EvidenceType, byte[] EvidenceDigest)
{
    /// <summary>By whose hands, as its entry says; null when by her own alone, and in rows of before this was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Acting? Acting { get; init; }
}
