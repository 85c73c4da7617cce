using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent.Tests;

/// <summary>An enrolled organisation with its keys.</summary>
internal sealed class Party(string nameJa, params OrganizationRole[] roles)
{
    public OrganizationId Id { get; } = OrganizationId.New();

    public Es256Key CallKey { get; } = Es256Key.Create();

    public HpkePrivateKey EncryptionKey { get; } = HpkePrivateKey.Create();

    public Organization Row => new()
    {
        Id = Id,
        NameJa = nameJa,
        Roles = roles,
        State = OrganizationState.Active,
        CallKey = CallKey.PublicKey,
        EncryptionKey = EncryptionKey.PublicKey,
        CertificateSha256 = "test",
    };
}

/// <summary>A resident with one enrolled device.</summary>
internal sealed class Person
{
    public ResidentId Id { get; } = ResidentId.New();

    public Es256Key Device { get; } = Es256Key.Create();

    public Device Row(DateTimeOffset now) =>
        DeviceId.TryParse(Device.PublicKey.Jkt, out var id) ? new Device(id, Id, Device.PublicKey, now) : throw new InvalidOperationException();
}
