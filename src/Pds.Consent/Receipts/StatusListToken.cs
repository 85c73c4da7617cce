using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// A published status list (draft-ietf-oauth-status-list section 5.1): compact JWS, <c>typ: statuslist+jwt</c>, claims <c>sub iat
/// exp ttl status_list log</c>. Made anew every 60 seconds with all changes of that minute together; good for 300 seconds.
/// <c>log{origin,size}</c> is ours: the list says everything the ledger said up to that size. The gate never relies on it.
/// </summary>
public sealed class StatusListToken
{
    /// <summary>The JOSE type.</summary>
    public const string Typ = "statuslist+jwt";

    /// <summary>The media type it is served as.</summary>
    public const string MediaType = "application/statuslist+jwt";

    /// <summary>Seconds between publications, and how long a copy may be kept: <c>ttl</c>.</summary>
    public const int TtlSeconds = 60;

    /// <summary>Seconds until a copy is worthless: <c>exp − iat</c>.</summary>
    public const int LifetimeSeconds = 300;

    private StatusListToken(ParsedJws jws, StatusList list) => (Jws, List) = (jws, list);

    /// <summary>The token itself.</summary>
    public ParsedJws Jws { get; }

    /// <summary>The entries.</summary>
    public StatusList List { get; }

    /// <summary>Where the list is published (<c>sub</c>).</summary>
    public required string Uri { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The first instant at which it is worthless.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The ledger.</summary>
    public required string LogOrigin { get; init; }

    /// <summary>How many entries of the ledger the list takes into account.</summary>
    public required long LogSize { get; init; }

    /// <summary>Signs one.</summary>
    /// <param name="signer">The city.</param>
    /// <param name="uri">Where it is published.</param>
    /// <param name="list">One of our lists.</param>
    /// <param name="now">Whole seconds count.</param>
    /// <param name="logOrigin">The ledger's origin.</param>
    /// <param name="logSize">The ledger's size the list is true for.</param>
    public static string Issue(ReceiptSigner signer, string uri, StatusList list, DateTimeOffset now, string logOrigin, long logSize)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(list);
        var issuedAt = now.ToUnixTimeSeconds();
        return signer.Sign(Typ, new JsonObject
        {
            ["sub"] = uri,
            ["iat"] = issuedAt,
            ["exp"] = issuedAt + LifetimeSeconds,
            ["ttl"] = TtlSeconds,
            ["status_list"] = new JsonObject { ["bits"] = list.Bits, ["lst"] = list.Encode() },
            ["log"] = new JsonObject { ["origin"] = logOrigin, ["size"] = logSize },
        });
    }

    /// <summary>Reads one of ours; the signature is still to be checked, by <see cref="ReceiptVerifier.VerifyStatusList"/> for example.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out StatusListToken? token)
    {
        token = null;
        if (!CompactJws.TryParse(text, Typ, out var jws)
            || !JsonClaims.HasExactly(jws.Payload, "sub", "iat", "exp", "ttl", "status_list", "log")
            || !JsonClaims.TryText(jws.Payload, "sub", 400, out var uri)
            || !JsonClaims.TryTime(jws.Payload, "iat", out var issuedAt)
            || !JsonClaims.TryTime(jws.Payload, "exp", out var expires) || expires <= issuedAt
            || !JsonClaims.TryInteger(jws.Payload, "ttl", 1, 86_400, out _)
            || !TryReadList(jws.Payload.GetProperty("status_list"), out var list)
            || !TryReadLog(jws.Payload.GetProperty("log"), out var origin, out var size))
        {
            return false;
        }

        token = new StatusListToken(jws, list)
        {
            Uri = uri,
            IssuedAt = issuedAt,
            Expires = expires,
            LogOrigin = origin,
            LogSize = size,
        };
        return true;
    }

    /// <summary>What it says of a receipt; false when the entry is in another list, or holds a value we do not know (I-18).</summary>
    public bool TryStatusOf(Receipt receipt, out ReceiptStatus status)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return TryStatusOf(receipt.Status, out status);
    }

    /// <summary>What it says at a place; false when the place is in another list, or holds a value we do not know (I-18).</summary>
    public bool TryStatusOf(StatusPlace place, out ReceiptStatus status)
    {
        ArgumentNullException.ThrowIfNull(place);
        status = default;
        if (place.Uri != Uri || place.Index >= List.Count)
        {
            return false;
        }

        status = (ReceiptStatus)List[place.Index];
        return Enum.IsDefined(status);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(StatusListToken);

    private static bool TryReadList(JsonElement claim, [NotNullWhen(true)] out StatusList? list)
    {
        list = null;
        return JsonClaims.HasExactly(claim, "bits", "lst")
            && JsonClaims.TryInteger(claim, "bits", 1, 8, out var bits)
            && JsonClaims.TryText(claim, "lst", CompactJws.MaxLength, out var lst)
            && StatusList.TryDecode((int)bits, lst, out list);
    }

    private static bool TryReadLog(JsonElement claim, [NotNullWhen(true)] out string? origin, out long size)
    {
        origin = null;
        size = 0;
        return JsonClaims.HasExactly(claim, "origin", "size")
            && JsonClaims.TryText(claim, "origin", 200, out origin)
            && JsonClaims.TryInteger(claim, "size", 0, (1L << 53) - 1, out size);
    }
}
