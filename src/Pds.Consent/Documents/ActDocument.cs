using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// What evidence is over when an act has no document that is read: the act itself as canonical JSON (RFC 8785). Anybody who knows the call can
/// write it, so it needs not travel; the etag makes it good for one state of the consent and no other.
/// </summary>
public static class ActDocument
{
    /// <summary>SHA-256 of <c>{"act":"resume","etag","grant_id","origin","type":"pds-act","v":1}</c>, 32 bytes.</summary>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="grant">The paused consent.</param>
    /// <param name="etag">Its etag as read.</param>
    public static byte[] DigestOfResume(string origin, GrantId grant, string etag) => Sha256.Hash(CanonicalJson.Serialize(new JsonObject
    {
        ["v"] = 1,
        ["type"] = "pds-act",
        ["act"] = "resume",
        ["origin"] = origin,
        ["grant_id"] = grant.ToString(),
        ["etag"] = etag,
    }));
}
