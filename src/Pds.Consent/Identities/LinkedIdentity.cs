using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Whom an identity provider names, tied to a vault. The ledger enters a salted digest of the name and not the name: a chain shows that somebody
/// was linked, and whoever holds a token and the salt can check that it was this one.
/// </summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The provider's pairwise name for the person.</param>
/// <param name="Resident">Whose vault.</param>
/// <param name="Salt">32 random bytes.</param>
/// <param name="LinkedAt">When, UTC.</param>
public sealed record LinkedIdentity(string Issuer, string Subject, ResidentId Resident, byte[] Salt, DateTimeOffset LinkedAt)
{
    /// <summary>Length of a salt in bytes.</summary>
    public const int SaltBytes = 32;

    /// <summary>What the ledger enters, 32 bytes.</summary>
    public byte[] SubjectDigest => DigestOf(Salt, Issuer, Subject);

    /// <summary>Version of its row.</summary>
    public long RowVersion { get; init; }

    /// <summary><c>SHA-256(LP("pds/identity/subject/v1", salt, issuer, subject))</c>, 32 bytes.</summary>
    public static byte[] DigestOf(byte[] salt, string issuer, string subject) => Sha256.Hash(LengthPrefixed.Of(Labels.IdentitySubject, salt, issuer, subject));

    /// <summary>Its own name only: it names a person.</summary>
    public override string ToString() => nameof(LinkedIdentity);
}
