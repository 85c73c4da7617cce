using System.Text.Json;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>A string turned into a domain value; false when it is out of form.</summary>
internal delegate bool TextParser<T>(string? text, out T value);

/// <summary>
/// Takes the members of one parsed JSON object. A member that is missing or of another type makes <see cref="Failed"/> true and gives
/// a default; unknown members need no check here because <see cref="EntryParser"/> compares the whole body with its re-encoding.
/// </summary>
internal sealed class EntryReader(JsonElement json)
{
    internal bool Failed { get; private set; }

    internal string Text(string name) => OptionalText(name) ?? Fail(string.Empty);

    internal string? OptionalText(string name) =>
        !json.TryGetProperty(name, out var member) ? null
        : member.ValueKind == JsonValueKind.String ? member.GetString()
        : Fail<string?>(null);

    internal long Number(string name) => OptionalNumber(name) ?? Fail(0L);

    internal long? OptionalNumber(string name) =>
        !json.TryGetProperty(name, out var member) ? null
        : member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var number) ? number
        : Fail<long?>(null);

    internal int Int(string name) => Number(name) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : Fail(0);

    internal int? OptionalInt(string name) => OptionalNumber(name) is long number
        ? number is >= int.MinValue and <= int.MaxValue ? (int)number : Fail<int?>(null)
        : null;

    internal T Parsed<T>(string name, TextParser<T> parse) where T : struct => parse(Text(name), out var value) ? value : Fail(value);

    internal T? OptionalParsed<T>(string name, TextParser<T> parse) where T : struct =>
        OptionalText(name) is not string text ? null : parse(text, out var value) ? value : Fail<T?>(null);

    internal DateTimeOffset Time(string name) => Instant.TryParse(Text(name), out var at) ? at : Fail(at);

    internal DateOnly? OptionalDate(string name) =>
        OptionalText(name) is not string text ? null : CivilDate.TryParse(text, out var date) ? date : Fail<DateOnly?>(null);

    internal byte[] Bytes(string name, int length) => Decode(Text(name), length);

    internal byte[]? OptionalBytes(string name, int length) => OptionalText(name) is string text ? Decode(text, length) : null;

    internal IReadOnlyList<string> Texts(string name) => List(name, static (_, item) => item);

    internal IReadOnlyList<byte[]> BytesList(string name, int length) => List(name, (reader, item) => reader.Decode(item, length));

    internal EntryReader Object(string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? new EntryReader(member) : Fail(new EntryReader(json));

    /// <summary>Carries a nested reader's failure up.</summary>
    internal void Include(EntryReader nested) => Failed |= nested.Failed;

    private List<T> List<T>(string name, Func<EntryReader, string, T> read)
    {
        var items = new List<T>();
        if (!json.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.Array || member.GetArrayLength() > EntryWriter.MaxListItems)
        {
            return Fail(items);
        }

        foreach (var item in member.EnumerateArray())
        {
            items.Add(read(this, item.ValueKind == JsonValueKind.String ? item.GetString()! : Fail(string.Empty)));
        }

        return items;
    }

    private byte[] Decode(string text, int length) =>
        Base64Url.TryDecode(text, out var bytes) && bytes.Length == length ? bytes : Fail(new byte[length]);

    private T Fail<T>(T value)
    {
        Failed = true;
        return value;
    }
}
