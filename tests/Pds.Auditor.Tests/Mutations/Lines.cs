using System.Text;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Mutations;

/// <summary>Changes lines, members of JSON objects, and parts of tokens, each in a way that keeps as much of the form as the operation allows.</summary>
internal static class Lines
{
    private static readonly string[] Numbers = ["i", "seq", "size", "v"];

    /// <summary>A file's lines after an operation on one of them.</summary>
    public static string Edit(string text, int at, string operation)
    {
        var lines = text.Split('\n').ToList();
        switch (operation)
        {
            case "drop": lines.RemoveAt(at); break;
            case "twice": lines.Insert(at, lines[at]); break;
            case "swap": (lines[at], lines[at + 1]) = (lines[at + 1], lines[at]); break;
            case "truncate": lines[at] = lines[at][..(lines[at].Length / 2)]; break;
            case "empty": lines.Insert(at, ""); break;
            case "space": lines[at] += " "; break;
            case "flip": lines[at] = FlipChar(lines[at]); break;
            default: throw new InvalidOperationException(operation);
        }

        return string.Join('\n', lines);
    }

    /// <summary>A line of JSON after an operation on one member; <paramref name="other"/> is what to swap with.</summary>
    public static string EditMember(string line, string member, string operation, Func<JsonNode> other)
    {
        var json = JsonNode.Parse(line)!.AsObject();
        switch (operation)
        {
            case "drop": json.Remove(member); break;
            case "flip": json[member] = Flip(member, json[member]!); break;
            case "truncate": json[member] = Truncate(json[member]!); break;
            case "swap": json[member] = other().DeepClone(); break;
            case "twice": return Text(json).Insert(1, $"\"{member}\":{Text(json[member]!)},");
            default: throw new InvalidOperationException(operation);
        }

        return Text(json);
    }

    /// <summary>A token after an operation on one part: header, payload, signature or disclosure-n.</summary>
    public static string EditToken(string token, string part, string operation, string? other)
    {
        var (jws, disclosures) = Split(token);
        var list = part.StartsWith("disclosure", StringComparison.Ordinal) ? disclosures : jws;
        var at = part switch { "header" => 0, "payload" => 1, "signature" => 2, _ => int.Parse(part["disclosure-".Length..], null) };
        switch (operation)
        {
            case "drop": list.RemoveAt(at); break;
            case "flip": list[at] = FlipBytes(list[at]); break;
            case "truncate": list[at] = list[at][..(list[at].Length / 8 * 4)]; break;
            case "twice": list.Insert(at, list[at]); break;
            case "swap": list[at] = (list == jws ? Split(other!).Jws : Split(other!).Disclosures)[at]; break;
            default: throw new InvalidOperationException(operation);
        }

        return string.Join('.', jws) + (token.Contains('~') ? "~" + string.Concat(disclosures.Select(d => d + "~")) : "");
    }

    /// <summary>Canonical text.</summary>
    public static string Text(JsonNode json) => Encoding.UTF8.GetString(CanonicalJson.Serialize(json));

    private static (List<string> Jws, List<string> Disclosures) Split(string token)
    {
        var parts = token.Split('~');
        return ([.. parts[0].Split('.')], [.. parts.Skip(1).Where(part => part.Length > 0)]);
    }

    // Another value of the same form: another number, another identifier, one bit of the bytes.
    private static JsonNode Flip(string member, JsonNode value) => member switch
    {
        _ when Numbers.Contains(member) => value.GetValue<long>() + 1,
        "who" => Pseudonym.Of(new byte[32], ResidentId.New()).ToString(),
        "grant_id" => GrantId.New().ToString(),
        "export" => ExportId.New().ToString(),
        "name" => value.GetValue<string>() == "cover" ? "operator" : "cover",
        "kind" => value.GetValue<string>() == "dataset" ? "purpose" : "dataset",
        "evidence_type" => "paper",
        "id" or "origin" or "type" => value.GetValue<string>() + "x",
        "issuer" => "https://elsewhere.example",
        "scope" => new JsonObject { ["purpose"] = "other@1" },
        "device" or "passkey" or "provider" => Edited(value, key => key["x"] = FlipBytes(key["x"]!.GetValue<string>())),
        "files" => Edited(value, files => files[0]!["sha256"] = FlipBytes(files[0]!["sha256"]!.GetValue<string>())),
        _ => FlipBytes(value.GetValue<string>()),
    };

    private static JsonNode? Truncate(JsonNode value) => value switch
    {
        JsonValue text when text.TryGetValue<string>(out var s) => s[..(s.Length / 8 * 4)],
        JsonObject json when json.Count > 0 => Edited(json, members => members.AsObject().Remove(json.First().Key)),
        JsonArray list => Edited(list, items => items.AsArray().RemoveAt(list.Count - 1)),
        _ => null,
    };

    private static JsonNode Edited(JsonNode value, Action<JsonNode> edit)
    {
        var copy = value.DeepClone();
        edit(copy);
        return copy;
    }

    private static string FlipBytes(string base64Url)
    {
        Base64Url.TryDecode(base64Url, out var bytes).Should().BeTrue();
        bytes![bytes.Length / 2] ^= 1;
        return Base64Url.Encode(bytes);
    }

    private static string FlipChar(string line)
    {
        var at = line.Length / 2;
        return line[..at] + (line[at] == 'x' ? 'y' : 'x') + line[(at + 1)..];
    }
}
