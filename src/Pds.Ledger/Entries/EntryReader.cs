using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>A string turned into a domain value; false when it is out of form.</summary>
internal delegate bool TextParser<T>(string? text, out T value);

/// <summary>
/// Takes the members of one JSON object. A member that is missing or of another type makes <see cref="Failed"/> true and gives
/// a default; unknown members need no check here because <see cref="EntryParser"/> compares the whole body with its re-encoding.
/// </summary>
internal sealed class EntryReader
{
    private const int MaxDepth = 4;

    private readonly byte[] json;
    private readonly List<Member> members = new(16);

    private EntryReader(byte[] json) => this.json = json;

    internal bool Failed { get; private set; }

    /// <summary>Reads the places of the members; false when it is no JSON object.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal static bool TryOpen(byte[] json, [NotNullWhen(true)] out EntryReader? reader)
    {
        reader = new EntryReader(json);
        return reader.TryOpen(0, json.Length);
    }

    internal string Text(string name) => OptionalText(name) ?? Fail(string.Empty);

    internal string? OptionalText(string name) =>
        !TryFind(name, out var member) ? null
        : member.Type == JsonTokenType.String ? TextOf(member)
        : Fail<string?>(null);

    internal long Number(string name) => OptionalNumber(name) ?? Fail(0L);

    internal long? OptionalNumber(string name)
    {
        if (!TryFind(name, out var member))
        {
            return null;
        }

        var reader = new Utf8JsonReader(json.AsSpan(member.Start, member.Length));
        return member.Type == JsonTokenType.Number && reader.Read() && reader.TryGetInt64(out var number) ? number : Fail<long?>(null);
    }

    internal int Int(string name) => Number(name) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : Fail(0);

    internal int? OptionalInt(string name) => OptionalNumber(name) is long number
        ? number is >= int.MinValue and <= int.MaxValue ? (int)number : Fail<int?>(null)
        : null;

    internal T Parsed<T>(string name, TextParser<T> parse) where T : struct => parse(Text(name), out var value) ? value : Fail(value);

    internal T? OptionalParsed<T>(string name, TextParser<T> parse) where T : struct =>
        OptionalText(name) is not string text ? null : parse(text, out var value) ? value : Fail<T?>(null);

    internal DateTimeOffset Time(string name) =>
        TryFind(name, out var member) && member.IsPlainText && Instant.TryParse(Inside(member), out var at) ? at : Fail(default(DateTimeOffset));

    internal DateOnly? OptionalDate(string name) =>
        OptionalText(name) is not string text ? null : CivilDate.TryParse(text, out var date) ? date : Fail<DateOnly?>(null);

    internal byte[] Bytes(string name, int length) => OptionalBytes(name, length) ?? Fail(new byte[length]);

    internal byte[]? OptionalBytes(string name, int length) => TryFind(name, out var member) ? Decode(member, length) : null;

    internal IReadOnlyList<string> Texts(string name) => List(name, static (reader, item) => reader.TextOf(item));

    internal IReadOnlyList<byte[]> BytesList(string name, int length) => List(name, (reader, item) => reader.Decode(item, length));

    internal EntryReader Object(string name)
    {
        var nested = new EntryReader(json);
        return TryFind(name, out var member) && member.Type == JsonTokenType.StartObject && nested.TryOpen(member.Start, member.Length) ? nested : Fail(nested);
    }

    internal EntryReader? OptionalObject(string name) => TryFind(name, out _) ? Object(name) : null;

    /// <summary>Carries a nested reader's failure up.</summary>
    internal void Include(EntryReader nested) => Failed |= nested.Failed;

    private bool TryOpen(int start, int length)
    {
        var reader = new Utf8JsonReader(json.AsSpan(start, length), new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Our own names are never escaped; one that is finds no reader and so fails the comparison at the end.
            var (nameAt, nameLength) = (start + (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
            reader.Read();
            members.Add(MemberAt(ref reader, start, nameAt, nameLength));
        }

        // Whatever follows the object is read to its end, or is no JSON.
        return !reader.Read();
    }

    private static Member MemberAt(ref Utf8JsonReader reader, int start, int nameAt, int nameLength)
    {
        var (at, type, escaped) = ((int)reader.TokenStartIndex, reader.TokenType, reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped);
        reader.Skip();
        return new Member(nameAt, nameLength, start + at, (int)reader.BytesConsumed - at, type, escaped);
    }

    private bool TryFind(string name, out Member found)
    {
        foreach (var member in members)
        {
            if (member.NameLength == name.Length && Ascii.Equals(json.AsSpan(member.NameAt, member.NameLength), name))
            {
                found = member;
                return true;
            }
        }

        found = default;
        return false;
    }

    private ReadOnlySpan<byte> Inside(Member text) => json.AsSpan(text.Start + 1, text.Length - 2);

    // Bytes that are not UTF-8 become replacement characters, which are written back as other bytes than these.
    private string TextOf(Member member)
    {
        if (!member.Escaped)
        {
            return Encoding.UTF8.GetString(Inside(member));
        }

        var reader = new Utf8JsonReader(json.AsSpan(member.Start, member.Length));
        reader.Read();
        return reader.GetString()!;
    }

    private byte[] Decode(Member member, int length) =>
        member.IsPlainText && Base64Url.TryDecodeUtf8(Inside(member), out var bytes) && bytes.Length == length ? bytes : Fail(new byte[length]);

    private List<T> List<T>(string name, Func<EntryReader, Member, T> read)
    {
        var items = new List<T>();
        if (!TryFind(name, out var list) || list.Type != JsonTokenType.StartArray)
        {
            return Fail(items);
        }

        var reader = new Utf8JsonReader(json.AsSpan(list.Start, list.Length), new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String || items.Count == EntryWriter.MaxListItems)
            {
                return Fail(items);
            }

            items.Add(read(this, MemberAt(ref reader, list.Start, 0, 0)));
        }

        return items;
    }

    private T Fail<T>(T value)
    {
        Failed = true;
        return value;
    }

    private readonly record struct Member(int NameAt, int NameLength, int Start, int Length, JsonTokenType Type, bool Escaped)
    {
        internal bool IsPlainText => Type == JsonTokenType.String && !Escaped;
    }
}
