namespace Pds.Cryptography;

/// <summary>Opens typed keys from the newest version of a name.</summary>
public static class KeyStoreKeys
{
    /// <summary>The master key of a role, all versions.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    public static MasterKey OpenMaster(this IKeyStore store, string name) => new(store, name);

    /// <summary>The Ed25519 key whose seed is stored under <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    public static Ed25519Key OpenEd25519(this IKeyStore store, string name)
    {
        using var secret = Newest(store, name);
        return Ed25519Key.Import(secret.Span);
    }

    /// <summary>The X25519 key stored under <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    public static HpkePrivateKey OpenHpke(this IKeyStore store, string name)
    {
        using var secret = Newest(store, name);
        return HpkePrivateKey.Import(secret.Span);
    }

    /// <summary>The ES256 key whose PKCS#8 form is stored under <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    public static Es256Key OpenEs256(this IKeyStore store, string name)
    {
        using var secret = Newest(store, name);
        return Es256Key.Import(secret.Span);
    }

    private static SecretBytes Newest(IKeyStore store, string name)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Get(name, store.Current(name));
    }
}
