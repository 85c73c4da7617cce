using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>The ledger entry a receipt stands on.</summary>
/// <param name="Origin">The ledger's origin, 1 to 200 characters.</param>
/// <param name="Commitment">C of the entry: 32 bytes.</param>
public sealed record LogPlace(string Origin, byte[] Commitment)
{
    /// <inheritdoc/>
    public bool Equals(LogPlace? other) =>
        other is not null && Origin == other.Origin && Commitment.AsSpan().SequenceEqual(other.Commitment);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Origin, Commitment.Length);

    internal JsonObject ToJson() => new() { ["origin"] = Origin, ["commitment"] = Base64Url.Encode(Commitment) };

    internal static bool TryRead(JsonElement claims, [NotNullWhen(true)] out LogPlace? place)
    {
        place = claims.TryGetProperty("log", out var log)
            && JsonClaims.HasExactly(log, "origin", "commitment")
            && JsonClaims.TryText(log, "origin", 200, out var origin)
            && JsonClaims.TryBytes(log, "commitment", Sha256.Size, out var commitment)
            ? new LogPlace(origin, commitment)
            : null;
        return place is not null;
    }
}
