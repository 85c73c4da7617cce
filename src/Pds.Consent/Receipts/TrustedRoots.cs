using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// Trust of anybody offline: the chain in <c>x5c</c> must lead to one of these roots, carry the receipt signer's usage, name the
/// issuer's URL and have been valid when the token was made, so that a receipt outlives its signer's certificate. Chains found
/// good are remembered, because building one takes longer than everything else together.
/// </summary>
public sealed class TrustedRoots : IReceiptTrust
{
    private readonly CertificateTrust trust;

    /// <summary>Trusts these roots.</summary>
    /// <param name="roots">DER of the city's root, and perhaps of its next one.</param>
    public TrustedRoots(params IEnumerable<byte[]> roots) => trust = new CertificateTrust(CertificatePurpose.ReceiptSigner, roots);

    /// <inheritdoc/>
    public bool TryFindKey(ParsedJws token, string issuer, DateTimeOffset at, [NotNullWhen(true)] out Es256PublicKey? key)
    {
        ArgumentNullException.ThrowIfNull(token);
        key = trust.TryValidate(token.CertificateChain, at, out var certificate) && Names(certificate, issuer)
            ? certificate.Key
            : null;

        // The thumbprint says the same as the certificate, or one of them lies.
        if (key is not null && token.Kid is { } kid && kid != key.Jkt)
        {
            key = null;
        }

        return key is not null;
    }

    // A URI in a certificate is written in its normal form, so both are compared as URIs.
    private static bool Names(ValidCertificate certificate, string issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var wanted)
        && certificate.Uris.Any(u => Uri.TryCreate(u, UriKind.Absolute, out var named) && named == wanted);
}
