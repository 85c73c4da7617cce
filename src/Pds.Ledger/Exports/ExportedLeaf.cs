using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// One line of an export: everything a leaf's commitment is recomputed from. Canonical JSON (RFC 8785), one of three shapes, bytes as base64url:
/// <list type="bullet">
/// <item>opened: <c>i body ob on chain prev seq</c>, and <c>who</c> (a resident's pseudonym) or <c>name</c> and <c>oc</c> (a chain of no resident)</item>
/// <item>placed: <c>i b on chain prev seq</c>: where it stands, not what it says</item>
/// <item>closed: <c>i c</c>: the keys of its chain are destroyed</item>
/// </list>
/// </summary>
public sealed record ExportedLeaf
{
    /// <summary>The longest line, in bytes: a body of 64 KiB in base64url, and its keys.</summary>
    public const int MaxLineBytes = 96 * 1024;

    private const int MaxNameChars = 100;

    private static readonly string[] OpenedMembers = ["i", "body", "ob", "on", "chain", "prev", "seq"];
    private static readonly string[] PlacedMembers = ["i", "b", "on", "chain", "prev", "seq"];

    /// <summary>Leaf index.</summary>
    public required long Index { get; init; }

    /// <summary>The body, verbatim; null when it is not shown.</summary>
    public byte[]? Body { get; init; }

    /// <summary>ob, 32 bytes; with the body only.</summary>
    public byte[]? BodyKey { get; init; }

    /// <summary>B, 32 bytes: given when the body is not shown, else computed from it; null when closed.</summary>
    public byte[]? BodyMac { get; init; }

    /// <summary>on, 32 bytes; null when closed.</summary>
    public byte[]? LinkKey { get; init; }

    /// <summary>The place; null when closed.</summary>
    public BlindedLink? Link { get; init; }

    /// <summary>The resident whose chain it is; null in other chains and where no body is shown.</summary>
    public Pseudonym? Who { get; init; }

    /// <summary>The chain's name, in chains of no resident; null otherwise.</summary>
    public string? Name { get; init; }

    /// <summary>oc, 32 bytes, which shows that the link is of <see cref="Name"/>; null without it.</summary>
    public byte[]? ChainKey { get; init; }

    /// <summary>C as the line claims it; given only when closed.</summary>
    public byte[]? ClosedCommitment { get; init; }

    /// <summary>C, 32 bytes: recomputed from what is opened, or merely repeated when closed.</summary>
    public byte[] ToCommitment() => Link is null
        ? ClosedCommitment!
        : Commitment.Of(BodyMac ?? Commitment.BodyMac(BodyKey, Body), Commitment.LinkMac(LinkKey, Link));

    /// <summary>Whether <see cref="Name"/> is the name the link commits to, and none of a resident's; true where no chain is named.</summary>
    public bool IsNameCommitted() => Name is null
        || (ChainId.TryParse(Name, out var chain)
            && chain.ResidentOrNull is null
            && Link is not null
            && FixedTime.Equals(HmacSha256.Mac(ChainKey, Encoding.UTF8.GetBytes(Name)), Link.Chain.Span));

    /// <summary>The line, without its newline.</summary>
    public byte[] ToLine()
    {
        var json = new JsonObject { ["i"] = Index };
        Put(json, "c", ClosedCommitment);
        Put(json, "body", Body);
        Put(json, "ob", BodyKey);
        Put(json, "b", Body is null ? BodyMac : null);
        Put(json, "on", LinkKey);
        Put(json, "oc", ChainKey);
        if (Link is not null)
        {
            Put(json, "chain", Link.Chain.ToArray());
            Put(json, "prev", Link.Prev.ToArray());
            json["seq"] = Link.Seq;
        }

        if (Who is { } who)
        {
            json["who"] = who.ToString();
        }

        if (Name is not null)
        {
            json["name"] = Name;
        }

        return CanonicalJson.Serialize(json);
    }

    /// <summary>Reads one line; another spelling, an unknown or missing member, or a wrong size is refused.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out ExportedLeaf? leaf)
    {
        leaf = null;
        if (line.Length <= MaxLineBytes && TryReadPlain(line.Span, out leaf))
        {
            return true;
        }

        if (line.Length > MaxLineBytes
            || !CanonicalJson.TryParse(line, out var json)
            || !JsonClaims.TryInteger(json, "i", 0, CanonicalJson.MaxInteger, out var index))
        {
            return false;
        }

        leaf = json.TryGetProperty("c", out _) ? ReadClosed(json, index)
            : TryReadPlace(json, out var linkKey, out var link) ? ReadPlaced(json, index, linkKey, link)
            : null;
        return leaf is not null;
    }

    // As the exporter writes it, without a JSON document between: a million lines are read this way. Anything else goes the long way.
    private static bool TryReadPlain(ReadOnlySpan<byte> line, [NotNullWhen(true)] out ExportedLeaf? leaf)
    {
        var cursor = new CanonicalCursor(line);
        leaf = cursor.Take("{\"body\":\""u8) ? ReadPlainOpened(ref cursor)
            : cursor.Take("{\"b\":\""u8) ? ReadPlainPlaced(ref cursor)
            : null;
        return leaf is not null;
    }

    private static ExportedLeaf? ReadPlainOpened(ref CanonicalCursor cursor)
    {
        (string? name, byte[]? chainKey, Pseudonym who) = (null, null, default);
        return cursor.TryBytes(out var body) && body.Length is > 0 and <= LedgerEntry.MaxBodyBytes
            && cursor.Take(",\"chain\":\""u8) && cursor.TryBytes(Commitment.SizeBytes, out var chain)
            && cursor.Take(",\"i\":"u8) && cursor.TryInteger(out var index)
            && (!cursor.Take(",\"name\":\""u8) || cursor.TryText(MaxNameChars, out name))
            && cursor.Take(",\"ob\":\""u8) && cursor.TryBytes(Commitment.SizeBytes, out var bodyKey)
            && (name is null || (cursor.Take(",\"oc\":\""u8) && cursor.TryBytes(Commitment.SizeBytes, out chainKey)))
            && TryReadPlainEnd(ref cursor, chain, out var linkKey, out var link)
            && (name is not null || (cursor.Take(",\"who\":\""u8) && cursor.TryText(MaxNameChars, out var text) && Pseudonym.TryParse(text, out who)))
            && cursor.Take("}"u8) && cursor.IsAtEnd
            ? new ExportedLeaf
            {
                Index = index,
                Body = body,
                BodyKey = bodyKey,
                LinkKey = linkKey,
                Link = link,
                Name = name,
                ChainKey = chainKey,
                Who = name is null ? who : null,
            }
            : null;
    }

    private static ExportedLeaf? ReadPlainPlaced(ref CanonicalCursor cursor) =>
        cursor.TryBytes(Commitment.SizeBytes, out var mac)
        && cursor.Take(",\"chain\":\""u8) && cursor.TryBytes(Commitment.SizeBytes, out var chain)
        && cursor.Take(",\"i\":"u8) && cursor.TryInteger(out var index)
        && TryReadPlainEnd(ref cursor, chain, out var linkKey, out var link)
        && cursor.Take("}"u8) && cursor.IsAtEnd
            ? new ExportedLeaf { Index = index, BodyMac = mac, LinkKey = linkKey, Link = link }
            : null;

    private static bool TryReadPlainEnd(
        ref CanonicalCursor cursor, byte[] chain, [NotNullWhen(true)] out byte[]? linkKey, [NotNullWhen(true)] out BlindedLink? link)
    {
        link = null;
        if (cursor.Take(",\"on\":\""u8) && cursor.TryBytes(Commitment.SizeBytes, out linkKey)
            && cursor.Take(",\"prev\":\""u8) && cursor.TryBytes(Commitment.SizeBytes, out var previous)
            && cursor.Take(",\"seq\":"u8) && cursor.TryInteger(out var seq))
        {
            link = new BlindedLink(chain, seq, previous);
            return true;
        }

        linkKey = null;
        return false;
    }

    /// <summary>The index only: leaves are of persons.</summary>
    public override string ToString() => $"ExportedLeaf({Index})";

    private static void Put(JsonObject json, string name, byte[]? value)
    {
        if (value is not null)
        {
            json[name] = Base64Url.Encode(value);
        }
    }

    private static ExportedLeaf? ReadClosed(JsonElement json, long index) =>
        JsonClaims.HasExactly(json, "i", "c") && JsonClaims.TryBytes(json, "c", Commitment.SizeBytes, out var commitment)
            ? new ExportedLeaf { Index = index, ClosedCommitment = commitment }
            : null;

    private static ExportedLeaf? ReadPlaced(JsonElement json, long index, byte[] linkKey, BlindedLink link)
    {
        if (!json.TryGetProperty("body", out _))
        {
            return JsonClaims.HasExactly(json, PlacedMembers) && JsonClaims.TryBytes(json, "b", Commitment.SizeBytes, out var mac)
                ? new ExportedLeaf { Index = index, BodyMac = mac, LinkKey = linkKey, Link = link }
                : null;
        }

        return TryReadBody(json, out var body)
            && JsonClaims.TryBytes(json, "ob", Commitment.SizeBytes, out var bodyKey)
            ? ReadOwner(json, new ExportedLeaf { Index = index, Body = body, BodyKey = bodyKey, LinkKey = linkKey, Link = link })
            : null;
    }

    private static ExportedLeaf? ReadOwner(JsonElement json, ExportedLeaf leaf)
    {
        if (JsonClaims.HasExactly(json, [.. OpenedMembers, "who"]))
        {
            return JsonClaims.TryText(json, "who", MaxNameChars, out var text) && Pseudonym.TryParse(text, out var who) ? leaf with { Who = who } : null;
        }

        return JsonClaims.HasExactly(json, [.. OpenedMembers, "name", "oc"])
            && JsonClaims.TryText(json, "name", MaxNameChars, out var name)
            && JsonClaims.TryBytes(json, "oc", Commitment.SizeBytes, out var chainKey)
            ? leaf with { Name = name, ChainKey = chainKey }
            : null;
    }

    private static bool TryReadPlace(JsonElement json, [NotNullWhen(true)] out byte[]? linkKey, [NotNullWhen(true)] out BlindedLink? link)
    {
        link = null;
        if (!JsonClaims.TryBytes(json, "on", Commitment.SizeBytes, out linkKey)
            || !JsonClaims.TryBytes(json, "chain", Commitment.SizeBytes, out var chain)
            || !JsonClaims.TryBytes(json, "prev", Commitment.SizeBytes, out var prev)
            || !JsonClaims.TryInteger(json, "seq", 0, CanonicalJson.MaxInteger, out var seq))
        {
            return false;
        }

        link = new BlindedLink(chain, seq, prev);
        return true;
    }

    private static bool TryReadBody(JsonElement json, [NotNullWhen(true)] out byte[]? body)
    {
        body = null;
        return json.GetProperty("body") is { ValueKind: JsonValueKind.String } member
            && Base64Url.TryDecode(member.GetString(), out body)
            && body.Length is > 0 and <= LedgerEntry.MaxBodyBytes;
    }
}
