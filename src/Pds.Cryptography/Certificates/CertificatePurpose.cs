namespace Pds.Cryptography;

/// <summary>What a certificate may be used for: one extended key usage each (RFC 5280 section 4.2.1.12).</summary>
public enum CertificatePurpose
{
    /// <summary>TLS server (1.3.6.1.5.5.7.3.1).</summary>
    Server,

    /// <summary>TLS client, an enrolled organisation (1.3.6.1.5.5.7.3.2).</summary>
    Client,

    /// <summary>Signs receipts, act receipts and status lists; an identifier of our own, so a TLS certificate never counts.</summary>
    ReceiptSigner,
}
