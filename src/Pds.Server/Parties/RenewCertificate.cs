using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Parties;

/// <summary>
/// A further certificate for the key an organisation already holds, before the present one ends. Its keys, and so its receipts and standing consents,
/// stay as they are; another key is a new enrolment, with a code. The certificate before counts until its own end: whoever did not get this
/// answer can still ask again.
/// </summary>
internal sealed class RenewCertificate(Recorder recorder, CertificateAuthority authority)
{
    /// <summary>The organisation and its new certificate (DER). Refuses with CONCURRENT_CHANGE.</summary>
    /// <param name="organization">Who asks, in good standing.</param>
    /// <param name="request">The signing request by its call key; its own signature was checked by parsing it.</param>
    /// <param name="alongside">Rows to write in the same transaction.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be recorded now.</exception>
    public async ValueTask<Outcome<Enrolled>> RunAsync(
        Organization organization, CertificateSigningRequest request, Alongside<Enrolled>? alongside, CancellationToken cancellationToken)
    {
        var certificate = authority.IssueClient(
            request, organization.Id.ToString(), CertificateValidity.From(recorder.Clock, EnrollOrganization.CertificateLifetime));
        var digest = Sha256.Hash(certificate);
        var renewed = organization with { CertificateSha256 = Base64Url.Encode(digest), CertificateBeforeSha256 = organization.CertificateSha256 };
        var result = new Enrolled(renewed with { RowVersion = organization.RowVersion + 1 }, certificate);
        var entry = new CertificateRenewed(Instant.Truncate(recorder.Clock.GetUtcNow()), organization.Id, request.PublicKey.Jkt, digest);
        var recording = await recorder.RecordAsync(
            new Command(
                [OrganizationRow.Put(renewed), .. alongside?.Invoke(result) ?? []], [new EntryDraft(ChainId.Organization(organization.Id), entry)]),
            cancellationToken).ConfigureAwait(false);
        return recording.Then(result, RefusalReason.ConcurrentChange);
    }
}
