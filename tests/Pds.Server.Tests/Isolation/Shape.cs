using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pds.Cryptography;
using Pds.Ledger;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Tests.Isolation;

/// <summary>
/// A message with everything blanked that is different each time by design: ids, times, random bytes, and the place in a tree that grows with
/// everybody's entries. Words, numbers, order, presence and every length stay; what is sealed is for its recipient to compare opened.
/// </summary>
internal static partial class Shape
{
    private const long FirstSecondOfOurTime = 1_000_000_000;

    public static string Of(IMessage message) => message switch
    {
        Timestamp => "time",
        V1.LedgerEvidence evidence => "evidence " + Opening(evidence),
        V1.RequestDataResponse { SealedData.Length: > 0 } data => Of(new V1.RequestDataResponse(data) { SealedData = ByteString.Empty }),
        _ => string.Join(' ', message.Descriptor.Fields.InFieldNumberOrder()
            .Where(field => field.IsRepeated || !field.HasPresence || field.Accessor.HasValue(message))
            .Select(field => $"{field.Name}={OfValue(field.Accessor.GetValue(message))}")),
    };

    public static string Of(ReadOnlySpan<byte> bytes) =>
        bytes is [(byte)'{' or (byte)'[', ..] && StrictJson.TryParse(bytes.ToArray(), int.MaxValue, out var json) ? Of(json) : $"<{bytes.Length} bytes>";

    private static string OfValue(object value) => value switch
    {
        IMessage message => $"({Of(message)})",
        ByteString bytes => Of(bytes.Span),
        string text => Of(text),
        System.Collections.IEnumerable many => $"[{string.Join(", ", many.Cast<object>().Select(OfValue))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // The path, the index and the checkpoint are the log's; what the entry says is the caller's.
    private static string Opening(V1.LedgerEvidence evidence)
    {
        TlogProof.TryParse(evidence.TlogProof.ToStringUtf8(), out var proof).Should().BeTrue();
        return Of(proof!.Extra);
    }

    private static string Of(string text)
    {
        var parts = text.Split('.', '~');
        if (parts.Length > 2 && parts.All(part => Base64Url.TryDecode(part, out _)))
        {
            return string.Join('.', parts.Select(part => Base64Url.TryDecode(part, out var bytes) ? Of(bytes!) : ""));
        }

        return text.Length >= 20 && Base64Url.TryDecode(text, out var encoded) ? Of(encoded!) : Times().Replace(Ids().Replace(text, "$1_…"), "time");
    }

    private static string Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", json.EnumerateObject().Select(Of))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", json.EnumerateArray().Select(Of))}]",
        JsonValueKind.String => Of(json.GetString()!),
        JsonValueKind.Number when json.GetInt64() >= FirstSecondOfOurTime => "time",
        _ => json.ToString(),
    };

    // A place in the status lists is drawn at random, and a certificate (DER) is some bytes longer or shorter in each city.
    private static string Of(JsonProperty member) =>
        member.Name + ": " + (member.Name == "idx" ? "number" : member.Name == "x5c" ? member.Value.GetArrayLength() : Of(member.Value));

    [GeneratedRegex("([a-z]{3})_[a-z2-7]{26}")]
    private static partial Regex Ids();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z)?|[0-9]{4}年[0-9]+月[0-9]+日（[^）]*）|[0-9]+時([0-9]+分)?")]
    private static partial Regex Times();
}
