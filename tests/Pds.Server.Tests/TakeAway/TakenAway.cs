using System.IO.Compression;
using System.Text.Json;
using Google.Protobuf;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.TakeAway;

/// <summary>What came down, opened: the files of the ZIP by name.</summary>
internal sealed class TakenAway
{
    public const string Path = "/pds.v1.OwnDataService/ExportOwnData";

    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);

    private TakenAway()
    {
    }

    public IReadOnlyDictionary<string, byte[]> Files => files;

    public static async Task<TakenAway> ByDeviceAsync(TestResident resident) => Open(await resident.AskAsync(Path, new ExportOwnDataRequest()));

    public static TakenAway Open(Answer answer)
    {
        answer.Reason.Should().Be("OK");
        using var joined = new MemoryStream();
        foreach (var piece in answer.Messages)
        {
            ExportOwnDataResponse.Parser.ParseFrom(piece).Data.WriteTo(joined);
        }

        joined.Position = 0;
        using var zip = new ZipArchive(joined, ZipArchiveMode.Read);
        var taken = new TakenAway();
        foreach (var entry in zip.Entries)
        {
            using var file = entry.Open();
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            taken.files.Add(entry.FullName, copy.ToArray());
        }

        return taken;
    }

    public string Text(string name) => System.Text.Encoding.UTF8.GetString(files[name]);

    public JsonElement Json(string name) => JsonDocument.Parse(files[name]).RootElement;

    public IReadOnlyList<JsonElement> Graph(string name) => [.. Json(name).GetProperty("@graph").EnumerateArray()];
}
