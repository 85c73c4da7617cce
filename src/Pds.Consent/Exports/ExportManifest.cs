using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// What an export consists of: canonical JSON, <c>export files issuer made_at origin scope size type v</c>. The files are in ordinal order of
/// their names, each once, and are all there are but <see cref="FileName"/> and <see cref="SignatureName"/>.
/// </summary>
public sealed record ExportManifest
{
    /// <summary>Name of the manifest in an export.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Name of the signature over it.</summary>
    public const string SignatureName = "manifest.jws";

    /// <summary>The longest manifest, in bytes.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>The most files in an export.</summary>
    public const int MaxFiles = 200_000;

    private const string Type = "pds-export";

    /// <summary>Which export.</summary>
    public required ExportId Export { get; init; }

    /// <summary>The ledger's origin.</summary>
    public required string Origin { get; init; }

    /// <summary>The <c>iss</c> of receipts and of the manifest's signature.</summary>
    public required string Issuer { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Leaves of the log in it: the checkpoint's size.</summary>
    public required long Size { get; init; }

    /// <summary>What it opens.</summary>
    public required ExportScope Scope { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<ExportedFile> Files { get; init; }

    /// <summary>The bytes that are signed.</summary>
    public byte[] ToBytes() => CanonicalJson.Serialize(new JsonObject
    {
        ["v"] = 1,
        ["type"] = Type,
        ["export"] = Export.ToString(),
        ["origin"] = Origin,
        ["issuer"] = Issuer,
        ["made_at"] = Instant.Format(MadeAt),
        ["size"] = Size,
        ["scope"] = Scope.ToJson(),
        ["files"] = new JsonArray([.. Files.Select(file => (JsonNode)new JsonObject
        {
            ["name"] = file.Name, ["size"] = file.Size, ["sha256"] = Base64Url.Encode(file.Sha256),
        })]),
    });

    /// <summary>Reads a manifest; its signature is <see cref="ExportSignature"/>'s matter.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out ExportManifest? manifest)
    {
        manifest = null;
        if (bytes.Length > MaxBytes
            || !CanonicalJson.TryParse(bytes, out var json)
            || !JsonClaims.HasExactly(json, "v", "type", "export", "origin", "issuer", "made_at", "size", "scope", "files")
            || !JsonClaims.TryInteger(json, "v", 1, 1, out _)
            || !JsonClaims.TryText(json, "type", 16, out var type) || type != Type
            || !JsonClaims.TryText(json, "export", 64, out var exportText) || !ExportId.TryParse(exportText, out var export)
            || !JsonClaims.TryText(json, "origin", 200, out var origin)
            || !JsonClaims.TryText(json, "issuer", 200, out var issuer) || !ReceiptSigner.IsIssuer(issuer)
            || !JsonClaims.TryText(json, "made_at", 32, out var madeText) || !Instant.TryParse(madeText, out var made)
            || !JsonClaims.TryInteger(json, "size", 0, CanonicalJson.MaxInteger, out var size)
            || !ExportScope.TryRead(json.GetProperty("scope"), out var scope)
            || !TryReadFiles(json.GetProperty("files"), out var files))
        {
            return false;
        }

        manifest = new ExportManifest
        {
            Export = export, Origin = origin, Issuer = issuer, MadeAt = made, Size = size, Scope = scope, Files = files,
        };
        return true;
    }

    private static bool TryReadFiles(JsonElement json, out IReadOnlyList<ExportedFile> files)
    {
        var read = new List<ExportedFile>();
        files = read;
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > MaxFiles)
        {
            return false;
        }

        foreach (var item in json.EnumerateArray())
        {
            if (!JsonClaims.HasExactly(item, "name", "size", "sha256")
                || !JsonClaims.TryText(item, "name", ExportedFile.MaxNameChars, out var name) || !ExportedFile.IsName(name)
                || !JsonClaims.TryInteger(item, "size", 0, CanonicalJson.MaxInteger, out var size)
                || !JsonClaims.TryBytes(item, "sha256", Sha256.Size, out var digest)
                || (read.Count > 0 && string.CompareOrdinal(read[^1].Name, name) >= 0))
            {
                return false;
            }

            read.Add(new ExportedFile(name, size, digest));
        }

        return true;
    }
}
