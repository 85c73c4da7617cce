using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// What a recipient needs to see that an entry says what it says: body, ob and N. JSON form (the extra data of a tlog-proof):
/// canonical <c>{"body":…,"n":…,"ob":…}</c>, each base64url.
/// </summary>
/// <param name="Body">The event body, verbatim.</param>
/// <param name="BodyKey">ob, 32 bytes.</param>
/// <param name="LinkMac">N, 32 bytes.</param>
public sealed record EntryOpening(byte[] Body, byte[] BodyKey, byte[] LinkMac)
{
    /// <summary>Bodies above this size are not opened: 64 KiB.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private const int MaxJsonBytes = (MaxBodyBytes * 4 / 3) + 256;

    /// <summary>C of the entry that this opens, 32 bytes.</summary>
    public byte[] ToCommitment() => Commitment.Of(Commitment.BodyMac(BodyKey, Body), LinkMac);

    /// <summary>The JSON form.</summary>
    public byte[] ToJson() => CanonicalJson.Serialize(new JsonObject
    {
        ["body"] = Base64Url.Encode(Body),
        ["n"] = Base64Url.Encode(LinkMac),
        ["ob"] = Base64Url.Encode(BodyKey),
    });

    /// <summary>Reads the JSON form; unknown members, other spellings and wrong sizes are refused.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out EntryOpening? opening)
    {
        opening = null;
        if (json.Length > MaxJsonBytes
            || !CanonicalJson.TryParse(json, out JsonElement value)
            || value.ValueKind != JsonValueKind.Object
            || value.GetPropertyCount() != 3
            || !TryRead(value, "body", out byte[]? body)
            || !TryRead(value, "n", out byte[]? linkMac)
            || !TryRead(value, "ob", out byte[]? bodyKey)
            || body.Length > MaxBodyBytes
            || linkMac.Length != Commitment.SizeBytes
            || bodyKey.Length != Commitment.SizeBytes)
        {
            return false;
        }

        opening = new EntryOpening(body, bodyKey, linkMac);
        return true;
    }

    /// <summary>Prints its name only: a body holds a person's facts.</summary>
    public override string ToString() => nameof(EntryOpening);

    private static bool TryRead(JsonElement value, string name, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        return value.TryGetProperty(name, out JsonElement member)
            && member.ValueKind == JsonValueKind.String
            && Base64Url.TryDecode(member.GetString(), out bytes);
    }
}
