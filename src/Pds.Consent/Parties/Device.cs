using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>A resident's enrolled device: its ES256 key speaks for the resident.</summary>
/// <param name="Id">RFC 7638 thumbprint of the key.</param>
/// <param name="Resident">Whose it is.</param>
/// <param name="Key">Its public key.</param>
/// <param name="EnrolledAt">When it was enrolled, UTC.</param>
public sealed record Device(DeviceId Id, ResidentId Resident, Es256PublicKey Key, DateTimeOffset EnrolledAt)
{
    /// <summary>
    /// Its resident had everything erased: it may ask what became of that order, and nothing else. Its key stays while an auditor may still have
    /// to check what it signed.
    /// </summary>
    public bool IsEnded { get; init; }

    /// <summary>Its own name only: a device stands for a person.</summary>
    public override string ToString() => nameof(Device);
}
