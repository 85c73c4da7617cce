using System.Text.Json.Nodes;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// What evidence is over when an act has no document that is read: the act itself as canonical JSON (RFC 8785). Whoever knows the call can
/// write it, so it needs not travel. The etag makes it good for one state of the consent, the challenge for ten minutes and once.
/// </summary>
public static class ActDocument
{
    /// <summary><c>{"act":"resume","challenge","etag","grant_id","origin","type":"pds-act","v":1}</c>.</summary>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="grant">The paused consent.</param>
    /// <param name="etag">Its etag as read.</param>
    /// <param name="challenge">From StartSignIn, base64url.</param>
    public static byte[] Resume(string origin, GrantId grant, string etag, string challenge) => CanonicalJson.Serialize(new JsonObject
    {
        ["v"] = 1,
        ["type"] = "pds-act",
        ["act"] = "resume",
        ["origin"] = origin,
        ["grant_id"] = grant.ToString(),
        ["etag"] = etag,
        ["challenge"] = challenge,
    });
}
