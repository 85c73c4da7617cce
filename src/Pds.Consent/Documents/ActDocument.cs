using System.Text.Json.Nodes;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// What evidence is over when an act has no document that is read: the act itself as canonical JSON (RFC 8785). Whoever knows the call can
/// write it, so it needs not travel. The challenge makes it good for ten minutes and once, an etag for one state of the consent.
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

    /// <summary><c>{"act":"register_passkey","challenge","jkt","origin","rp_id","type":"pds-act","v":1}</c>.</summary>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="jkt">RFC 7638 thumbprint of the new key.</param>
    /// <param name="rpId">For whom it will answer.</param>
    /// <param name="challenge">From StartSignIn, base64url: the one that the new key was made for.</param>
    public static byte[] RegisterPasskey(string origin, string jkt, string rpId, string challenge) => CanonicalJson.Serialize(new JsonObject
    {
        ["v"] = 1,
        ["type"] = "pds-act",
        ["act"] = "register_passkey",
        ["origin"] = origin,
        ["jkt"] = jkt,
        ["rp_id"] = rpId,
        ["challenge"] = challenge,
    });

    /// <summary><c>{"act":"take_away","challenge","origin","resident","type":"pds-act","v":1}</c>: her whole vault and history, in clear, to whoever asks now.</summary>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="resident">Whose.</param>
    /// <param name="challenge">From StartSignIn, base64url.</param>
    public static byte[] TakeAway(string origin, ResidentId resident, string challenge) => CanonicalJson.Serialize(new JsonObject
    {
        ["v"] = 1,
        ["type"] = "pds-act",
        ["act"] = "take_away",
        ["origin"] = origin,
        ["resident"] = resident.ToString(),
        ["challenge"] = challenge,
    });
}
