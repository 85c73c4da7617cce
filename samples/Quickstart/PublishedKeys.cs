using System.Text.Json;
using Pds.Cryptography;
using Pds.Ledger;

namespace Quickstart;

/// <summary>The public facts that offline checking needs, read over JSON as somebody without gRPC would.</summary>
internal sealed record PublishedKeys(NoteVerifier Log, byte[] Root, string Jwks)
{
    public static async Task<PublishedKeys> ReadAsync(PublicLog open, string cityCaFile)
    {
        using var keys = JsonDocument.Parse(await open.GetTextAsync("/v1/ledger/keys"));
        var jwks = await open.GetTextAsync("/.well-known/jwks.json");
        return NoteVerifier.TryParse(keys.RootElement.GetProperty("logVkey").GetString(), out var log)
            ? new PublishedKeys(log, TlsCertificates.FromPem(await File.ReadAllTextAsync(cityCaFile))[0], jwks)
            : throw new SurpriseException("台帳の鍵を読めません。");
    }
}
