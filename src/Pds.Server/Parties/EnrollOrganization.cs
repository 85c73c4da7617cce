using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Parties;

/// <summary>
/// Exchanges a one-time code and a certificate signing request for a client certificate. Replacing the certificate of an enrolled organisation
/// ends the old one at once, because only the certificate enrolled last is accepted.
/// </summary>
internal sealed class EnrollOrganization(Recorder recorder, CertificateAuthority authority)
{
    /// <summary>How long a client certificate is good; before it ends its owner asks for the next (<see cref="RenewCertificate"/>).</summary>
    public static readonly TimeSpan CertificateLifetime = TimeSpan.FromDays(365);

    /// <summary>The organisation with its keys, and its certificate (DER).</summary>
    /// <param name="code">The one-time code. Unknown, used and expired give the same reason.</param>
    /// <param name="request">The signing request; its own signature was checked by parsing it.</param>
    /// <param name="encryptionKey">Where shares and data will be sealed to.</param>
    /// <param name="alongside">Rows to write in the same transaction.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<Outcome<Enrolled>> RunAsync(
        string code, CertificateSigningRequest request, HpkePublicKey encryptionKey, Alongside<Enrolled>? alongside, CancellationToken cancellationToken)
    {
        var now = recorder.Clock.GetUtcNow();
        var hash = EnrollmentCode.HashOf(code);
        if (await EnrollmentCodeRow.FindAsync(recorder.Rows, hash, cancellationToken).ConfigureAwait(false) is not { } found
            || found.Code.Organization is not { } id
            || now >= found.Code.ExpiresAt
            || await OrganizationRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) is not { } organization
            || organization.State == OrganizationState.Suspended
            || found.Code.Replaces != organization.CertificateSha256)
        {
            return RefusalReason.EnrollmentCodeNotAccepted;
        }

        var certificate = authority.IssueClient(request, id.ToString(), CertificateValidity.From(recorder.Clock, CertificateLifetime));
        var digest = Sha256.Hash(certificate);
        var enrolled = organization with
        {
            State = OrganizationState.Active,
            CallKey = request.PublicKey,
            EncryptionKey = encryptionKey,
            CertificateSha256 = Base64Url.Encode(digest),
            CertificateBeforeSha256 = null,
            KeysSince = Instant.Truncate(now),
        };
        var result = new Enrolled(enrolled with { RowVersion = organization.RowVersion + 1 }, certificate);
        var command = new Command(
            [EnrollmentCodeRow.Use(hash, found.Version), OrganizationRow.Put(enrolled), .. alongside?.Invoke(result) ?? []],
            [new EntryDraft(ChainId.Organization(id), new OrganizationEnrolled(now, id, request.PublicKey.Jkt, digest))]);

        // If the power fails before this line returns, either the code still works, or it is used and a repeat with the same request id gets
        // the same certificate.
        var recording = await recorder.RecordAsync(command, cancellationToken).ConfigureAwait(false);
        return recording.Then(result, RefusalReason.EnrollmentCodeNotAccepted);
    }
}

/// <summary>An organisation that can call from now on.</summary>
/// <param name="Organization">With its keys.</param>
/// <param name="Certificate">Its client certificate, DER.</param>
internal sealed record Enrolled(Organization Organization, byte[] Certificate);
