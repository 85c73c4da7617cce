using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>An organisation with its own keys, as a client of the system holds them.</summary>
internal sealed class Party(string nameJa)
{
    public OrganizationId Id { get; } = OrganizationId.New();

    public Es256Key CallKey { get; } = Es256Key.Create();

    public HpkePrivateKey EncryptionKey { get; } = HpkePrivateKey.Create();

    public CallingOrganization Caller => new(Id, CallKey.PublicKey);

    public Organization Row => new()
    {
        Id = Id,
        NameJa = nameJa,
        Roles = [OrganizationRole.Recipient, OrganizationRole.Source],
        State = OrganizationState.Active,
        CallKey = CallKey.PublicKey,
        EncryptionKey = EncryptionKey.PublicKey,
        CertificateSha256 = "test",
    };
}
