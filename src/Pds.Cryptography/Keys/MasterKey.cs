// Wrap: format 0x01 (1) ‖ version of the master key (4, big-endian) ‖ Seal(wrapping key, context, secret).
//   wrapping key = HKDF-Expand-SHA-256(master, LP("pds/master/wrap-key/v1", type), 32)
//   context      = LP("pds/master/wrap/v1", type, version, caller's context)
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// One role's master key: wraps secrets by type and context and derives keys by label. Its bytes never leave it. Safe to
/// share between threads; prints only its type name.
/// </summary>
public sealed class MasterKey : IDisposable
{
    /// <summary>Length of a master key in bytes.</summary>
    public const int Size = 32;

    private const byte Format = 0x01;
    private const int HeaderSize = 1 + sizeof(uint);

    private readonly Dictionary<int, SecretBytes> versions = [];

    /// <summary>Takes copies of every version of <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name.</exception>
    /// <exception cref="CryptographicException">A stored key is not 32 bytes.</exception>
    public MasterKey(IKeyStore store, string name)
    {
        ArgumentNullException.ThrowIfNull(store);
        Name = name;
        Version = store.Current(name);
        foreach (var version in store.Versions(name))
        {
            versions[version] = store.Get(name, version);
        }

        if (versions.Values.Any(k => k.Length != Size))
        {
            Dispose();
            throw new CryptographicException($"Master key '{name}' does not have {Size} bytes.");
        }
    }

    /// <summary>The role's name for it, such as <c>k-root</c>.</summary>
    public string Name { get; }

    /// <summary>The version new wraps are made under.</summary>
    public int Version { get; }

    /// <summary>The version a wrap was made under; false when it is no wrap.</summary>
    public static bool TryReadVersion(ReadOnlySpan<byte> wrap, out int version)
    {
        version = 0;
        return wrap.Length > HeaderSize
            && wrap[0] == Format
            && (version = BinaryPrimitives.ReadInt32BigEndian(wrap[1..])) > 0;
    }

    /// <summary>Wraps a secret for one type and place.</summary>
    /// <param name="type">What the secret is: a label of <see cref="Labels"/>. Wraps of one type never open as another.</param>
    /// <param name="context">Where it belongs, usually <see cref="LengthPrefixed"/>.</param>
    /// <param name="secret">The secret.</param>
    public byte[] Wrap(string type, ReadOnlySpan<byte> context, SecretBytes secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        using var key = WrapKey(type, versions[Version]);
        var body = Seal.Close(key, ContextOf(type, Version, context), secret.Span);
        var wrap = new byte[HeaderSize + body.Length];
        wrap[0] = Format;
        BinaryPrimitives.WriteInt32BigEndian(wrap.AsSpan(1), Version);
        body.CopyTo(wrap, HeaderSize);
        return wrap;
    }

    /// <summary>Opens a wrap; false for another type, context or key, a destroyed version, or any change of any bit.</summary>
    public bool TryUnwrap(string type, ReadOnlySpan<byte> context, ReadOnlySpan<byte> wrap, [NotNullWhen(true)] out SecretBytes? secret)
    {
        secret = null;
        if (!TryReadVersion(wrap, out var version) || !versions.TryGetValue(version, out var master))
        {
            return false;
        }

        using var key = WrapKey(type, master);
        return Seal.TryOpenSecret(key, ContextOf(type, version, context), wrap[HeaderSize..], out secret);
    }

    /// <summary>
    /// Derives a key from the <b>first</b> version still present, so that values derived for indexes stay the same until
    /// that version is destroyed.
    /// </summary>
    /// <param name="label">The job: a label of <see cref="Labels"/>.</param>
    /// <param name="info">More context; may be empty.</param>
    /// <param name="length">Length in bytes, 1 to 8,160.</param>
    public SecretBytes Derive(string label, ReadOnlySpan<byte> info, int length) =>
        Derive(versions.Keys.Min(), label, info, length);

    /// <summary>Derives a key from a given version.</summary>
    /// <exception cref="KeyNotFoundException">That version is not present.</exception>
    public SecretBytes Derive(int version, string label, ReadOnlySpan<byte> info, int length) =>
        Hkdf.Expand(versions[version].Span, LengthPrefixed.Of(Labels.MasterDerive, label, info.ToArray()), length);

    /// <summary>Zeroes every version.</summary>
    public void Dispose()
    {
        foreach (var key in versions.Values)
        {
            key.Dispose();
        }
    }

    /// <summary>The type name and nothing more.</summary>
    public override string ToString() => nameof(MasterKey);

    private static SecretBytes WrapKey(string type, SecretBytes master) =>
        Hkdf.Expand(master.Span, LengthPrefixed.Of(Labels.MasterWrapKey, type), Seal.KeySize);

    private static byte[] ContextOf(string type, int version, ReadOnlySpan<byte> context) =>
        LengthPrefixed.Of(Labels.MasterWrap, type, version, context.ToArray());
}
