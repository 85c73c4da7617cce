using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// How a key of the identity provider rests in <see cref="Table.ProviderKeys"/> once it was accepted: the JWK, kept for as long as evidence
/// signed with it may be looked at; key = issuer, client and thumbprint, parent = the issuer.
/// </summary>
public static class ProviderKeyRow
{
    /// <summary>The row's key.</summary>
    public static RowKey Key(string issuer, string clientId, string jkt) =>
        new(Table.ProviderKeys, Base64Url.Encode(Sha256.Hash(LengthPrefixed.Of(Labels.IdentityRow, issuer, clientId, jkt))));

    /// <summary>The keys ever accepted of an issuer, oldest first, at most 1,000.</summary>
    public static async ValueTask<IReadOnlyList<ProviderKey>> OfIssuerAsync(
        IRowReader rows, string issuer, CancellationToken cancellationToken = default) =>
        [.. (await rows.ListAsync(Table.ProviderKeys, LinkColumn.Parent, issuer, 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false)).Select(From)];

    /// <summary>Writes a key seen for the first time; one that is there already conflicts.</summary>
    public static Change.Put Put(string issuer, string clientId, ProviderKey key) => new(
        Key(issuer, clientId, key.Jkt), CanonicalJson.Serialize(key.ToJwk()), new RowLinks(Parent: issuer), ExpectedVersion: 0);

    private static ProviderKey From(Row row) =>
        StrictJson.TryParse(row.Body.Span, ProviderKey.MaxJwkBytes, out var jwk) && ProviderKey.TryFromJwk(jwk, out var key)
            ? key
            : throw new InvalidDataException("A provider key's row has an unknown format.");
}
