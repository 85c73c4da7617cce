using Pds.Cryptography;

namespace Pds.Vault;

/// <summary>Derives one key per field from a collection key: FK = HKDF-Expand(CK, LP(label, origin, r, c, n, f)), 32 bytes.</summary>
internal static class FieldKeys
{
    public const int Size = 32;

    public static SecretBytes Of(CollectionKey collection, string origin, string field) => Hkdf.Expand(
        collection.Secret.Span,
        LengthPrefixed.Of(Labels.VaultFieldKey, origin, collection.Resident.ToString(), collection.Dataset, collection.Epoch, field),
        Size);
}
