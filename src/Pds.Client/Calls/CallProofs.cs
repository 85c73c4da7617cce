using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Client;

/// <summary>Signs the proof that goes with one attempt of one call: <c>pds-call+jwt</c>, ES256.</summary>
/// <param name="key">The caller's key: the key of its certificate, or the enrolled device key.</param>
/// <param name="issuer">The caller: <c>org_…</c> for an organisation, the key's RFC 7638 thumbprint for a device.</param>
/// <param name="audience">The ledger's origin.</param>
/// <param name="clock">Gives <c>iat</c>, whole seconds since 1970.</param>
internal sealed class CallProofs(Es256Key key, string issuer, string audience, TimeProvider clock)
{
    /// <summary>The metadata key that carries the proof.</summary>
    public const string Header = "pds-call-proof";

    private const string Type = "pds-call+jwt";
    private const int NonceSize = 16;
    private readonly string _thumbprint = key.PublicKey.Jkt;

    /// <summary>A fresh proof; no two are alike, so each attempt of a retried call needs its own.</summary>
    /// <param name="method">The full method name, such as <c>/pds.v1.ConsentService/RequestConsent</c>.</param>
    /// <param name="message">The message's bytes exactly as they travel.</param>
    /// <param name="session">The secret of the session the call is made in; null outside one.</param>
    /// <param name="mandate">The mandate under which the caller acts for somebody; null under none.</param>
    public string Sign(string method, ReadOnlySpan<byte> message, string? session = null, string? mandate = null)
    {
        var payload = new JsonObject
        {
            ["iss"] = issuer,
            ["aud"] = audience,
            ["iat"] = clock.GetUtcNow().ToUnixTimeSeconds(),
            ["jti"] = Base64Url.Encode(RandomSource.Bytes(NonceSize)),
            ["method"] = method,
            ["req_hash"] = Base64Url.Encode(Sha256.Hash(message)),
        };
        if (session is not null)
        {
            payload["ath"] = Base64Url.Encode(Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(session)));
        }

        if (mandate is not null)
        {
            payload["mandate"] = mandate;
        }

        return CompactJws.Sign(key, Type, payload, new JsonObject { ["kid"] = _thumbprint });
    }
}
