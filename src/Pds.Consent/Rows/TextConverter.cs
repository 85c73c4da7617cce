using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pds.Consent;

/// <summary>Reads and writes a value type through its one text form; any other text makes the whole row unreadable.</summary>
internal sealed class TextConverter<T>(TextConverter<T>.Parser parse) : JsonConverter<T>
    where T : struct
{
    internal delegate bool Parser(string? text, out T value);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        parse(reader.GetString(), out var value) ? value : throw new JsonException($"Not a {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
