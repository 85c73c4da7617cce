namespace Pds.Cryptography;

/// <summary>A certificate whose whole chain was checked.</summary>
/// <param name="Key">Its P-256 key.</param>
/// <param name="CommonName">Its common name; for an organisation its id.</param>
/// <param name="Uris">The URIs among its names.</param>
/// <param name="DnsNames">The DNS names among its names.</param>
/// <param name="NotBefore">First instant at which the whole chain is valid.</param>
/// <param name="NotAfter">First instant at which the whole chain is no longer valid.</param>
public sealed record ValidCertificate(
    Es256PublicKey Key,
    string CommonName,
    IReadOnlyList<string> Uris,
    IReadOnlyList<string> DnsNames,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter)
{
    /// <summary>The organisation's id, if the URI and the common name agree on one; null otherwise.</summary>
    public string? OrganizationId =>
        Uris.Count == 1 && Uris[0] == CertificateAuthority.OrganizationUriPrefix + CommonName ? CommonName : null;
}
