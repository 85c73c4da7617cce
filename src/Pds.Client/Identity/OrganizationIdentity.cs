using Pds.Cryptography;

namespace Pds.Client;

/// <summary>An enrolled organisation: its keys, its certificate and the facts it pinned. Made from the identity folder.</summary>
internal sealed class OrganizationIdentity : IDisposable
{
    internal OrganizationIdentity(
        string organizationId, Es256Key callKey, HpkePrivateKey encryptionKey, IReadOnlyList<byte[]> certificateChain, CityFacts city)
    {
        OrganizationId = organizationId;
        CallKey = callKey;
        EncryptionKey = encryptionKey;
        CertificateChain = certificateChain;
        City = city;
    }

    /// <summary>Our id (<c>org_…</c>).</summary>
    public string OrganizationId { get; }

    /// <summary>ES256 key of the certificate; signs call proofs, key-binding JWTs and source records.</summary>
    public Es256Key CallKey { get; }

    /// <summary>X25519 key to which shares and data are sealed.</summary>
    public HpkePrivateKey EncryptionKey { get; }

    /// <summary>DER, leaf first, the city's root last. Another one of the same key after a renewal.</summary>
    public IReadOnlyList<byte[]> CertificateChain { get; set; }

    /// <summary>The city as pinned at enrolment.</summary>
    public CityFacts City { get; }

    public void Dispose()
    {
        CallKey.Dispose();
        EncryptionKey.Dispose();
    }

    public override string ToString() => nameof(OrganizationIdentity);
}
