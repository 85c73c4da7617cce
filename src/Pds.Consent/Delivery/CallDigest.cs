using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The name of one call in the ledger: what <c>disclosure_intended.call</c> holds. The server writes it and the SDK compares it, so it is
/// computed here, once. Without it an old answer to equal request bytes would pass as the answer to a new call (I-03).
/// </summary>
public static class CallDigest
{
    /// <summary>SHA-256 of <c>LP(label, recipient, issuer, jti)</c>, 32 bytes.</summary>
    /// <param name="recipient">The organisation that calls.</param>
    /// <param name="issuer">The receipt's issuer.</param>
    /// <param name="jti">The jti of the key-binding JWT: 128 random bits as base64url, fresh for every call.</param>
    public static byte[] Of(OrganizationId recipient, string issuer, string jti) =>
        Sha256.Hash(LengthPrefixed.Of(Labels.DisclosureCall, recipient.ToString(), issuer, jti));
}
