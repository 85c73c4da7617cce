using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// Makes the keys of a new grant. Declared here because giving a consent needs it, implemented where the roles that hold the master
/// keys live (DESIGN section 3: the wall is why this is an interface).
/// </summary>
public interface IGrantKeyMaker
{
    /// <summary>Makes three shares, K_cap and the capsule. Null when the resident has no vault here (erased meanwhile).</summary>
    ValueTask<GrantKeys?> MakeAsync(GrantKeysWanted wanted, CancellationToken cancellationToken);
}

/// <summary>What the keys of a grant are made for and bound to.</summary>
/// <param name="Grant">The grant.</param>
/// <param name="Resident">Whose fields.</param>
/// <param name="Dataset">The collection.</param>
/// <param name="Fields">The consented fields; the capsule holds the keys of these only.</param>
/// <param name="ConsentDigest">SHA-256 of the consent document, 32 bytes.</param>
/// <param name="Recipient">Who will receive.</param>
/// <param name="EncryptionKey">The recipient's key; its thumbprint is the <c>enc_jkt</c> of the consent.</param>
public sealed record GrantKeysWanted(
    GrantId Grant,
    ResidentId Resident,
    DatasetVersion Dataset,
    IReadOnlyList<string> Fields,
    byte[] ConsentDigest,
    OrganizationId Recipient,
    HpkePublicKey EncryptionKey);

/// <summary>The keys of a new grant, every one of them sealed.</summary>
/// <param name="Changes">Rows of the gate's share and the capsule, for the command that records the consent.</param>
/// <param name="SealedLedgerShare">S_ledger sealed to the recorder: <see cref="ConsentGranted.SealedLedgerShare"/>.</param>
/// <param name="SealedRecipientShare">S_rcpt sealed to the recipient (<see cref="DeliveryContexts.ShareToRecipient"/>); goes with the receipt.</param>
public sealed record GrantKeys(IReadOnlyList<Change> Changes, byte[] SealedLedgerShare, byte[] SealedRecipientShare)
{
    /// <summary>The rows to delete in the command that withdraws, expires or makes inapplicable; the recorder deletes its own share.</summary>
    public static IReadOnlyList<Change> Destroy(GrantId grant) =>
    [
        new Change.Delete(new RowKey(Table.GateShares, grant.ToString())),
        new Change.Delete(new RowKey(Table.Capsules, grant.ToString())),
    ];

    /// <summary>Keys do not print.</summary>
    public override string ToString() => nameof(GrantKeys);
}
