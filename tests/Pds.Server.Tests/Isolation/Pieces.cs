using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Tests.Isolation;

/// <summary>
/// Everything somebody holds, taken apart down to single values: messages into their fields, tokens into their parts, JSON into its leaves,
/// encodings into what they encode, proofs into opening and checkpoint. What two such collections share is what their owners can join.
/// </summary>
internal sealed class Pieces
{
    private const int Window = 16;
    private readonly List<byte[]> values = [];
    private readonly HashSet<long> integers = [];

    /// <summary>Every run of 16 bytes of every value, in hex.</summary>
    public HashSet<string> Windows => [.. values.SelectMany(value =>
        Enumerable.Range(0, Math.Max(0, value.Length - Window + 1)).Select(at => Convert.ToHexString(value, at, Window)))];

    public IReadOnlySet<long> Integers => integers;

    /// <summary>Names of all JSON members met.</summary>
    public HashSet<string> Members { get; } = [];

    public bool Contains(string text) => values.Any(value => value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public Pieces Add(IMessage message)
    {
        if (message is Timestamp time)
        {
            integers.UnionWith([time.Seconds, time.ToDateTimeOffset().ToUnixTimeMilliseconds()]);
            return this;
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field.IsRepeated || !field.HasPresence || field.Accessor.HasValue(message)))
        {
            var value = field.Accessor.GetValue(message);
            foreach (var one in field.IsRepeated ? ((System.Collections.IEnumerable)value).Cast<object>() : [value])
            {
                Add(field, one);
            }
        }

        return this;
    }

    public Pieces Add(string text)
    {
        var parts = text.Split('.', '~').Where(part => part.Length > 0).ToList();
        if (TlogProof.TryParse(text, out var proof))
        {
            AddProof(proof, text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]);
        }
        else if (TryJson(Encoding.UTF8.GetBytes(text), out var json))
        {
            Add(json);
        }
        else if (parts.Count > 1 && parts.All(part => Base64Url.TryDecode(part, out _)))
        {
            parts.ForEach(part => Add(part));
        }
        else if (Base64Url.TryDecode(text, out var decoded) && decoded.Length > 0)
        {
            // An encoding is no value of its own: what it encodes is. Short words may be both.
            Add(decoded);
            values.Add(TryJson(decoded, out _) ? [] : Encoding.UTF8.GetBytes(text));
        }
        else
        {
            values.AddRange(text.Split('\n', ' ').Select(Encoding.UTF8.GetBytes));
        }

        return this;
    }

    public Pieces Add(byte[] bytes)
    {
        if (TryJson(bytes, out var json))
        {
            Add(json);
        }
        else if (bytes.AsSpan().StartsWith("c2sp.org/"u8))
        {
            Add(Encoding.UTF8.GetString(bytes));
        }
        else
        {
            values.Add(bytes);
        }

        return this;
    }

    // The path says where a leaf stands in a tree that everybody can read, and nothing about whose leaf it is; any two paths of one log meet.
    // So it is left out, but the opening, the index and the signed checkpoint are not.
    private void AddProof(TlogProof proof, string checkpoint)
    {
        integers.Add(proof.Index);
        Add(checkpoint);
        if (proof.Extra is { } opening)
        {
            Add(opening);
        }
    }

    private void Add(FieldDescriptor field, object value)
    {
        switch (value)
        {
            case IMessage message:
                Add(message);
                break;
            case string text:
                Add(text);
                break;
            case ByteString bytes:
                Add(bytes.ToByteArray());
                break;
            case int or long or uint or ulong:
                integers.Add(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case bool or System.Enum:
                break;
            default:
                throw new InvalidOperationException($"{field.FullName} is of a kind that nobody takes apart.");
        }
    }

    private void Add(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    Members.Add(member.Name);
                    Add(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var element in json.EnumerateArray())
                {
                    Add(element);
                }

                break;
            case JsonValueKind.String:
                Add(json.GetString()!);
                break;
            case JsonValueKind.Number:
                integers.Add(json.GetInt64());
                break;
        }
    }

    // Objects and arrays only: a bare number or word is a value of its own.
    private static bool TryJson(byte[] bytes, out JsonElement json)
    {
        json = default;
        if (bytes is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        try
        {
            json = JsonDocument.Parse(bytes).RootElement;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
