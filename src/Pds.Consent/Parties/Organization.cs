using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>An organisation known to the city, with the keys it enrolled.</summary>
public sealed record Organization
{
    /// <summary>The longest name, in UTF-16 characters.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Its id.</summary>
    public required OrganizationId Id { get; init; }

    /// <summary>Its name as residents read it, 1 to 100 characters.</summary>
    public required string NameJa { get; init; }

    /// <summary>At least one, each once.</summary>
    public required IReadOnlyList<OrganizationRole> Roles { get; init; }

    /// <summary>Where it stands.</summary>
    public required OrganizationState State { get; init; }

    /// <summary>The ES256 key of its client certificate, with which it signs calls and key bindings; null before enrolment.</summary>
    public Es256PublicKey? CallKey { get; init; }

    /// <summary>The X25519 key to which its shares and data are sealed; null before enrolment.</summary>
    public HpkePublicKey? EncryptionKey { get; init; }

    /// <summary>SHA-256 of its present client certificate (DER), base64url; null before enrolment.</summary>
    public string? CertificateSha256 { get; init; }

    /// <summary>
    /// SHA-256 of the certificate that the present one renewed, base64url: of the same key, and good until its own end, so that a renewal whose answer was
    /// lost locks nobody out. Null without a renewal since the last enrolment.
    /// </summary>
    public string? CertificateBeforeSha256 { get; init; }

    /// <summary>Since when these are its keys, UTC: its last enrolment. What was asked before was asked by the holder of other keys.</summary>
    public DateTimeOffset? KeysSince { get; init; }

    /// <summary>Version of the row it was read from: the etag, and the precondition of a change; 0 for a new organisation.</summary>
    public long RowVersion { get; init; }

    /// <summary>Position in the list of organisations; 0 for a new one.</summary>
    public long Ordinal { get; init; }

    /// <summary>Gate rule 11: enrolled and not suspended.</summary>
    public bool InGoodStanding => State == OrganizationState.Active && CallKey is not null && EncryptionKey is not null;

    /// <summary>Whether it holds a role.</summary>
    public bool Has(OrganizationRole role) => Roles.Contains(role);
}
