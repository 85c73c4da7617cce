using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// Who signs receipts: the city's ES256 key, the certificate chain that leads to its root, and the issuer URL both stand for.
/// The key stays its owner's, who disposes it. Safe to share between threads.
/// </summary>
public sealed class ReceiptSigner
{
    private readonly Es256Key key;
    private readonly JsonObject header;

    /// <summary>Puts them together.</summary>
    /// <param name="key">The signing key.</param>
    /// <param name="certificateChain">DER, the signer's certificate first, the root left out (RFC 7515 section 4.1.6).</param>
    /// <param name="issuer"><c>iss</c>: an https URL without query and fragment.</param>
    /// <exception cref="ArgumentException">The certificate is for another key, or the issuer is no https URL.</exception>
    public ReceiptSigner(Es256Key key, IReadOnlyList<byte[]> certificateChain, string issuer)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(certificateChain);
        if (!IsIssuer(issuer))
        {
            throw new ArgumentException("The issuer must be an https URL without query and fragment.", nameof(issuer));
        }

        if (certificateChain.Count == 0 || !Es256PublicKey.FromCertificate(certificateChain[0]).Equals(key.PublicKey))
        {
            throw new ArgumentException("The first certificate is not for this key.", nameof(certificateChain));
        }

        this.key = key;
        CertificateChain = [.. certificateChain];
        Issuer = issuer;
        header = CertificateHeader.Of(certificateChain)!;
    }

    /// <summary><c>iss</c> of everything signed.</summary>
    public string Issuer { get; }

    /// <summary>The public half.</summary>
    public Es256PublicKey PublicKey => key.PublicKey;

    /// <summary>DER, the signer's certificate first.</summary>
    public IReadOnlyList<byte[]> CertificateChain { get; }

    /// <summary>True for an https URL without user, query and fragment, at most 200 characters.</summary>
    public static bool IsIssuer(string? text) =>
        text is { Length: <= 200 }
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    /// <inheritdoc/>
    public override string ToString() => nameof(ReceiptSigner);

    internal string Sign(string typ, JsonObject payload) => CompactJws.Sign(key, typ, payload, header);

    internal string Sign(string typ, SdJwtBuilder builder, int digestsInStepsOf) =>
        builder.Sign(key, typ, header, digestsInStepsOf);
}
