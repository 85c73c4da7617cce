using System.IO.Compression;
using System.Text.Json;

namespace Pds.Cryptography.Tests;

/// <summary>Finds the vectors of other projects beside the checkout; a group that is not there is skipped by name.</summary>
internal static class Vectors
{
    public static JsonDocument Wycheproof(string name) => Json("wycheproof", $"{name}_test.json");

    public static JsonDocument Hpke() => Json("hpke", "rfc9180.json.gz");

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>Every test with its group, in the way all Wycheproof files are laid out.</summary>
    public static IEnumerable<(JsonElement Group, JsonElement Test)> Tests(this JsonDocument file) =>
        file.RootElement.GetProperty("testGroups").EnumerateArray()
            .SelectMany(group => group.GetProperty("tests").EnumerateArray().Select(test => (group, test)));

    private static JsonDocument Json(string group, string file)
    {
        var path = Path.Combine(Folder(group), file);
        using var stream = File.OpenRead(path);
        if (!file.EndsWith(".gz", StringComparison.Ordinal))
        {
            return JsonDocument.Parse(stream);
        }

        using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
        return JsonDocument.Parse(unpacked);
    }

    private static string Folder(string group)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, "shared", "vectors", group);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip($"The published vectors '{group}' are not beside this checkout.");
        return string.Empty;
    }
}
