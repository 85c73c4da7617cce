using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// One signed token of an export, a receipt or a status list: a line of canonical JSON with the one member <c>token</c>. Which it is, the
/// file's name says; what it says, it says itself.
/// </summary>
/// <param name="Token">The text as signed.</param>
public sealed record ExportedToken(string Token)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int MaxLineBytes = SdJwt.MaxLength + 64;

    /// <summary>The line, without its newline.</summary>
    public byte[] ToLine() => CanonicalJson.Serialize(new JsonObject { ["token"] = Token });

    /// <summary>Reads one line.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out ExportedToken? token)
    {
        token = line.Length <= MaxLineBytes
            && CanonicalJson.TryParse(line, out var json)
            && JsonClaims.HasExactly(json, "token")
            && JsonClaims.TryText(json, "token", SdJwt.MaxLength, out var text)
            ? new ExportedToken(text)
            : null;
        return token is not null;
    }

    /// <summary>Its own name only: it speaks about a person.</summary>
    public override string ToString() => nameof(ExportedToken);
}
