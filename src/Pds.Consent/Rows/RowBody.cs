using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pds.Consent;

/// <summary>The body of a consent row: one format byte (1), then UTF-8 JSON.</summary>
internal static class RowBody
{
    private const byte Format = 1;

    internal static byte[] Write<T>(T value, JsonTypeInfo<T> type) => [Format, .. JsonSerializer.SerializeToUtf8Bytes(value, type)];

    /// <exception cref="InvalidDataException">Another format: a newer server wrote it, or it is broken.</exception>
    internal static T Read<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
    {
        if (body.Length == 0 || body.Span[0] != Format)
        {
            throw new InvalidDataException($"A {typeof(T).Name} row has an unknown format.");
        }

        return JsonSerializer.Deserialize(body.Span[1..], type)
            ?? throw new InvalidDataException($"A {typeof(T).Name} row is empty.");
    }
}
