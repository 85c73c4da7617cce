using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Ledger;

/// <summary>
/// Canonical JSON (RFC 8785): one spelling for one value, so that bytes can be hashed, kept and compared.
/// What the ledger writes is narrower: no number but integers of magnitude at most 2^53 - 1.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Objects and arrays may nest this deep; deeper text is refused.</summary>
    public const int MaxDepth = 32;

    /// <summary>The largest integer every JSON reader agrees on: 2^53 - 1.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    /// <summary>Writes a value as canonical UTF-8.</summary>
    /// <exception cref="ArgumentException">The value holds a fraction, an integer out of range or text that is not Unicode: a bug in the caller.</exception>
    public static byte[] Serialize(JsonNode? value) => throw new NotImplementedException();

    /// <summary>Writes any RFC 8785 value, fractions included, in its one spelling. False for text that is not I-JSON.</summary>
    public static bool TryCanonicalize(ReadOnlyMemory<byte> json, out byte[] canonical) => throw new NotImplementedException();

    /// <summary>
    /// Reads bytes that are already canonical and hold integers only. Another spelling of the same value is refused: it would be
    /// a second set of bytes, with another hash, for one meaning.
    /// </summary>
    public static bool TryParse(ReadOnlyMemory<byte> canonical, out JsonElement value) => throw new NotImplementedException();
}
