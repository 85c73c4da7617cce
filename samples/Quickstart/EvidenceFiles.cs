using System.Text.Json.Nodes;
using Pds.Client;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Quickstart;

/// <summary>Writes what a stranger needs to check this run with other tools. The private key it leaves was made for this run only.</summary>
internal sealed class EvidenceFiles(EvidenceFolder evidence, City city, ServerProcess server)
{
    public void Write(PublishedKeys keys, KeptReceipt kept, OpenedData opened, string recipient)
    {
        evidence.Write("log.vkey", keys.Log + "\n");
        evidence.Write("policy", new LogPolicy([keys.Log]).ToString());
        evidence.Write("jwks.json", keys.Jwks);
        evidence.Write("issuer-chain.pem", IssuerChain(kept));
        evidence.Write("presentation.sdjwt-kb", opened.Evidence.Presentation);
        evidence.Write("disclosure.tlog-proof", opened.Evidence.DisclosedProof);
        evidence.Write("intent.tlog-proof", opened.Evidence.IntentProof);
        evidence.Write("use-receipt.jws", opened.Evidence.UseReceipt);
        evidence.Write("sealed-response.bin", opened.Evidence.SealedData);
        evidence.Write("recipient-test-key.json", RecipientKey(keys.Log.Name, opened, recipient));
    }

    private string IssuerChain(KeptReceipt kept)
    {
        _ = Receipt.TryParse(kept.Receipt, out var receipt);
        return TlsCertificates.ToPem(receipt!.SdJwt.IssuerJwt.CertificateChain) + File.ReadAllText(server.CityCaFile);
    }

    // Everything an HPKE library needs to open sealed-response.bin: enc is its first 32 bytes.
    private string RecipientKey(string origin, OpenedData opened, string recipient)
    {
        using var file = SealedKeyFile.Open(Path.Combine(city.IdentityFolderOf(recipient), "keys.sealed"), city.Passphrase);
        using var key = file.OpenHpke("recipient-hpke");
        using var raw = key.Export();
        _ = GrantId.TryParse(opened.GrantId, out var grant);
        var jwk = key.PublicKey.ToJwk();
        jwk["d"] = Base64Url.Encode(raw.Span);
        return new JsonObject
        {
            ["suite"] = "HPKE base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM",
            ["jwk"] = jwk,
            ["origin"] = origin,
            ["grant_id"] = opened.GrantId,
            ["req_hash"] = Base64Url.Encode(opened.Evidence.RequestHash),
            ["intent_commitment"] = Base64Url.Encode(opened.Evidence.IntentCommitment),
            ["info"] = Base64Url.Encode(DeliveryContexts.Data(
                origin, grant, opened.Evidence.RequestHash, opened.Evidence.IntentCommitment)),
            ["aad"] = "",
            ["note"] = "A key made for this run only, left here so that the sealed response can be opened with other tools.",
        }.ToJsonString(Checks.Readable);
    }
}
