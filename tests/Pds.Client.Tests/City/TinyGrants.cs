using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using WireReceipt = Pds.Protocol.V1.Receipt;

namespace Pds.Client.Tests;

/// <summary>Grants of a tiny city, made as the real server makes them: share sealed to the recipient, entry, receipt.</summary>
internal static class TinyGrants
{
    private static readonly ConditionalWeakTable<TinyCity, ConcurrentDictionary<string, TinyGrant>> Grants = [];

    public static TinyGrant Of(TinyCity city, string grantId) => Grants.GetOrCreateValue(city)[grantId];

    public static IEnumerable<string> All(TinyCity city) => Grants.GetOrCreateValue(city).Keys;

    /// <summary>Grants one to the client's organisation and keys, and returns its id.</summary>
    public static TinyGrant Give(TinyCity city, PdsClientOptions options, string organizationId, DataRange? range = null)
    {
        using var keys = SealedKeyFile.Open(Path.Combine(options.IdentityFolder, "keys.sealed"), options.Passphrase);
        using var callKey = keys.OpenEs256("organization-es256");
        using var encryptionKey = keys.OpenHpke("recipient-hpke");
        var grant = GrantId.New();
        OrganizationId.TryParse(organizationId, out var recipient).Should().BeTrue();
        var share = RandomSource.Bytes(32);
        var sealedShare = encryptionKey.PublicKey.Seal(DeliveryContexts.ShareToRecipient(TinyCity.Origin, grant), [], share);
        var (digest, reference) = (RandomSource.Bytes(32), ResidentRef.New());
        var evidence = city.Log.Append(TinyEntries.Granted(grant, recipient, digest, encryptionKey.PublicKey.Thumbprint) with
        {
            DataFrom = range?.From, DataUntil = range?.Until,
        });
        var receipt = new ReceiptIssuer(city.Signer).Issue(TinyEntries.Receipt(
            grant, recipient, digest, encryptionKey.PublicKey.Thumbprint, callKey.PublicKey, evidence.Commitment.ToByteArray(), reference));
        var given = new TinyGrant(
            grant, recipient, reference, share, encryptionKey.PublicKey,
            new WireReceipt { SdJwt = receipt, SealedShare = ByteString.CopyFrom(sealedShare), Evidence = evidence });
        Grants.GetOrCreateValue(city)[grant.ToString()] = given;
        return given;
    }
}

internal sealed record TinyGrant(
    GrantId Grant, OrganizationId Recipient, ResidentRef Reference, byte[] Share, HpkePublicKey EncryptionKey, WireReceipt Receipt);
