using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Client;

/// <summary>
/// Checks receipts and proofs with two public facts and no network: the log's key and the city's root certificate. The online client
/// uses the same code, so what it accepts can be checked again later by anybody.
/// </summary>
public sealed class OfflineVerifier
{
    private readonly NoteVerifier _log;
    private readonly ReceiptVerifier _receipts;
    private readonly CertificateTrust _organizations;

    /// <summary>Makes a verifier from what the city publishes.</summary>
    /// <param name="log">The log's key (C2SP vkey); its name is the ledger's origin.</param>
    /// <param name="rootCertificate">The city's root certificate, DER.</param>
    public OfflineVerifier(NoteVerifier log, byte[] rootCertificate)
    {
        ArgumentNullException.ThrowIfNull(log);
        _log = log;
        _receipts = new ReceiptVerifier(new TrustedRoots(rootCertificate));
        _organizations = new CertificateTrust(CertificatePurpose.Client, rootCertificate);
    }

    /// <summary>The ledger's origin.</summary>
    public string Origin => _log.Name;

    /// <summary>True when the text proves, under the log's signature, an entry that its own opening opens.</summary>
    public bool TryVerifyEntry(string tlogProof, [NotNullWhen(true)] out ProvenEntry? entry)
    {
        entry = null;
        if (!TlogProof.TryParse(tlogProof, out var proof)
            || !proof.TryVerifyOpening(_log, out var opening, out var checkpoint)
            || checkpoint.Origin != Origin
            || !LedgerEntry.TryParse(opening.Body, out var body))
        {
            return false;
        }

        entry = new ProvenEntry(proof.Index, opening.ToCommitment(), body, opening.Body, checkpoint);
        return true;
    }

    /// <summary>Like <see cref="TryVerifyEntry(string, out ProvenEntry?)"/> for evidence as it travels: index and commitment must be the proof's own.</summary>
    public bool TryVerifyEntry(Protocol.V1.LedgerEvidence? evidence, [NotNullWhen(true)] out ProvenEntry? entry)
    {
        entry = null;
        return evidence is not null
            && TryVerifyEntry(Encoding.UTF8.GetString(evidence.TlogProof.Span), out entry)
            && entry.Index == evidence.Index
            && FixedTime.Equals(entry.Commitment, evidence.Commitment.Span);
    }

    /// <summary>True when the city signed this consent receipt with a certificate valid at that time, and it has not expired.</summary>
    /// <param name="sdJwt">The receipt as its owner keeps it.</param>
    /// <param name="at">The instant that counts.</param>
    /// <param name="receipt">What it says.</param>
    public bool TryVerifyReceipt(string sdJwt, DateTimeOffset at, [NotNullWhen(true)] out Receipt? receipt)
    {
        receipt = (_receipts.Verify(sdJwt, at) as ReceiptVerification<Receipt>.Valid)?.Value;
        return receipt is not null && receipt.Log.Origin == Origin;
    }

    /// <summary>True when the city signed this act receipt (use, decline, pause, resume, withdrawal).</summary>
    /// <param name="jws">The receipt.</param>
    /// <param name="at">The instant that counts.</param>
    /// <param name="act">What it says.</param>
    public bool TryVerifyAct(string jws, DateTimeOffset at, [NotNullWhen(true)] out ActReceipt? act)
    {
        act = (_receipts.VerifyAct(jws, at) as ReceiptVerification<ActReceipt>.Valid)?.Value;
        return act is not null && act.Log.Origin == Origin;
    }

    /// <summary>True when the text is the city's status list of this receipt, fresh, and knows the receipt's entry.</summary>
    /// <param name="token">The status list token as fetched from the receipt's own address.</param>
    /// <param name="receipt">A verified receipt.</param>
    /// <param name="at">The instant that counts; a list lives 300 seconds.</param>
    /// <param name="status">Where the consent stands.</param>
    public bool TryVerifyStatus(string token, Receipt receipt, DateTimeOffset at, out ReceiptStatus status)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        status = default;
        return _receipts.VerifyStatusList(token, receipt.Issuer, receipt.Status.Uri, at) is ReceiptVerification<StatusListToken>.Valid list
            && list.Value.TryStatusOf(receipt, out status);
    }

    /// <summary>True when an organisation that the city enrolled signed this record, with a certificate valid at that time.</summary>
    public bool TryVerifySource(string issuerJwt, IEnumerable<string> disclosures, [NotNullWhen(true)] out SourceRecord? record)
    {
        record = null;
        if (!SourceRecord.TryParse(issuerJwt, disclosures, out var parsed)
            || !_organizations.TryValidate(parsed.CertificateChain, parsed.IssuedAt, out var certificate)
            || certificate.OrganizationId != parsed.Issuer
            || !parsed.IsSignedBy(certificate.Key))
        {
            return false;
        }

        record = parsed;
        return true;
    }
}
