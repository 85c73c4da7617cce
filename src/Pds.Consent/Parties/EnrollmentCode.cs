using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>A one-time code that enrols an organisation's or a device's keys, or ties a sign-in to a resident or a person of the staff. Only its hash is stored.</summary>
/// <param name="Hash">SHA-256 of the code's UTF-8 bytes, base64url.</param>
/// <param name="Organization">Whom it admits, when it is an organisation's.</param>
/// <param name="Resident">Whom it admits, when it is a device's.</param>
/// <param name="ExpiresAt">When it stops working, UTC.</param>
/// <param name="Replaces">
/// The certificate an organisation had when the code was made (<see cref="Pds.Consent.Organization.CertificateSha256"/>), null when it had
/// none: a code left over from the first enrolment replaces nothing.
/// </param>
public sealed record EnrollmentCode(string Hash, OrganizationId? Organization, ResidentId? Resident, DateTimeOffset ExpiresAt, string? Replaces = null)
{
    /// <summary>Prefix of an organisation's code.</summary>
    public const string OrganizationPrefix = "enc";

    /// <summary>Prefix of a device's code.</summary>
    public const string DevicePrefix = "dvc";

    /// <summary>Whose sign-in it ties to her, when it is a person's of the staff.</summary>
    public StaffId? Staff { get; init; }

    /// <summary>How long a code works: 72 hours.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(72);

    /// <summary>The hash under which a code is stored. 128 random bits need no slow hash.</summary>
    public static string HashOf(string code) => Base64Url.Encode(Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(code)));

    /// <summary>Its own name only.</summary>
    public override string ToString() => nameof(EnrollmentCode);
}
