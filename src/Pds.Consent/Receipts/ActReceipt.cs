using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// The city's signed word that an act happened: compact JWS, <c>typ: pds-receipt+jwt</c>, claims <c>iss iat kind grant_id
/// supersedes? log body_sha256</c> and no other. <c>log.commitment</c> is C of the act's ledger entry and <c>body_sha256</c> the
/// digest of its body, so that body, opening and proof can be checked against it later.
/// </summary>
public sealed class ActReceipt
{
    /// <summary>The JOSE type.</summary>
    public const string Typ = "pds-receipt+jwt";

    private static readonly string[] Claims = ["iss", "iat", "kind", "grant_id", "log", "body_sha256"];
    private static readonly string[] ClaimsOfSuccessor = [.. Claims, "supersedes"];

    private ActReceipt(ParsedJws jws) => Jws = jws;

    /// <summary>The token itself.</summary>
    public ParsedJws Jws { get; }

    /// <summary>Who signed it: the city's https URL.</summary>
    public required string Issuer { get; init; }

    /// <summary>When the receipt was made.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>What happened.</summary>
    public required ActKind Kind { get; init; }

    /// <summary>To which consent.</summary>
    public required GrantId Grant { get; init; }

    /// <summary>The act's ledger entry.</summary>
    public required LogPlace Log { get; init; }

    /// <summary>SHA-256 of the entry's body: 32 bytes.</summary>
    public required byte[] BodyDigest { get; init; }

    /// <summary>C of the entry whose receipt this one follows; null when none came before.</summary>
    public byte[]? Supersedes { get; init; }

    /// <summary>Signs one.</summary>
    public static string Issue(
        ReceiptSigner signer, DateTimeOffset now, ActKind kind, GrantId grant, LogPlace log, byte[] bodyDigest, byte[]? supersedes = null)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(log);
        var payload = new JsonObject
        {
            ["iss"] = signer.Issuer,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["kind"] = Code(kind),
            ["grant_id"] = grant.ToString(),
            ["log"] = log.ToJson(),
            ["body_sha256"] = Base64Url.Encode(bodyDigest),
        };
        if (supersedes is not null)
        {
            payload["supersedes"] = Base64Url.Encode(supersedes);
        }

        return signer.Sign(Typ, payload);
    }

    /// <summary>Reads one; the signature is still to be checked, by <see cref="ReceiptVerifier.VerifyAct"/> for example.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ActReceipt? act)
    {
        act = null;
        byte[]? supersedes = null;
        if (!CompactJws.TryParse(text, Typ, out var jws)
            || !JsonClaims.TryText(jws.Payload, "iss", 200, out var issuer) || !ReceiptSigner.IsIssuer(issuer)
            || !JsonClaims.TryTime(jws.Payload, "iat", out var issuedAt)
            || !JsonClaims.TryText(jws.Payload, "kind", 16, out var code) || !TryKind(code, out var kind)
            || !JsonClaims.TryText(jws.Payload, "grant_id", 64, out var grantText) || !GrantId.TryParse(grantText, out var grant)
            || !LogPlace.TryRead(jws.Payload, out var log)
            || !JsonClaims.TryBytes(jws.Payload, "body_sha256", Sha256.Size, out var body)
            || (jws.Payload.TryGetProperty("supersedes", out _) && !JsonClaims.TryBytes(jws.Payload, "supersedes", Sha256.Size, out supersedes))
            || !JsonClaims.HasExactly(jws.Payload, supersedes is null ? Claims : ClaimsOfSuccessor))
        {
            return false;
        }

        act = new ActReceipt(jws)
        {
            Issuer = issuer,
            IssuedAt = issuedAt,
            Kind = kind,
            Grant = grant,
            Log = log,
            BodyDigest = body,
            Supersedes = supersedes,
        };
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ActReceipt);

    private static string Code(ActKind kind) => kind switch
    {
        ActKind.Refuse => "REFUSE",
        ActKind.Pause => "PAUSE",
        ActKind.Resume => "RESUME",
        ActKind.Withdraw => "WITHDRAW",
        ActKind.Use => "USE",
        ActKind.Delete => "DELETE",
    };

    private static bool TryKind(string code, out ActKind kind)
    {
        foreach (var known in Enum.GetValues<ActKind>())
        {
            if (Code(known) == code)
            {
                kind = known;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
