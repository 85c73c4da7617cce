// Sealed key file, version 1:
//   "pds/key-file/v1\n" (16) ‖ memory KiB (4, big-endian) ‖ passes (4) ‖ salt (16)
//     ‖ Seal(K, LP("pds/key-file/body/v1", header), body)
//   K    = Argon2id(passphrase, salt); header = the 40 bytes before the seal, so changed costs do not open.
//   body = count (4) ‖ for each secret: name length (2) ‖ name (ASCII) ‖ version (4) ‖ secret length (4) ‖ secret
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>Reads and writes the bytes of a <see cref="SealedKeyFile"/>.</summary>
internal static class KeyFileFormat
{
    public const int MaxFileBytes = 1024 * 1024;

    private const int HeaderSize = 16 + 4 + 4 + PassphraseKey.SaltSize;

    private static ReadOnlySpan<byte> Magic => "pds/key-file/v1\n"u8;

    public static byte[] NewHeader(PassphraseKey cost)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(16), cost.MemoryKiB);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(20), cost.Passes);
        RandomSource.Fill(header.AsSpan(24));
        return header;
    }

    public static bool TryReadHeader(ReadOnlySpan<byte> file, out byte[] header, out PassphraseKey cost)
    {
        header = [];
        cost = PassphraseKey.Standard;
        if (file.Length <= HeaderSize || !file.StartsWith(Magic))
        {
            return false;
        }

        header = file[..HeaderSize].ToArray();
        cost = new PassphraseKey(
            BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]));
        return cost.IsAcceptable;
    }

    public static SecretBytes Key(PassphraseKey cost, byte[] header, string passphrase) =>
        cost.Derive(passphrase, header.AsSpan(HeaderSize - PassphraseKey.SaltSize));

    public static byte[] Close(SecretBytes key, byte[] header, SortedDictionary<string, SortedDictionary<int, SecretBytes>> secrets)
    {
        using var body = Body(secrets);
        return [.. header, .. Seal.Close(key, LengthPrefixed.Of(Labels.KeyFileBody, header), body.Span)];
    }

    public static bool TryOpen(
        SecretBytes key,
        byte[] header,
        ReadOnlySpan<byte> file,
        SortedDictionary<string, SortedDictionary<int, SecretBytes>> secrets)
    {
        if (!Seal.TryOpenSecret(key, LengthPrefixed.Of(Labels.KeyFileBody, header), file[HeaderSize..], out var opened))
        {
            return false;
        }

        // The body is authentic from here on: only we wrote it, so it is well formed.
        using var body = opened;
        var rest = body.Span;
        var count = BinaryPrimitives.ReadInt32BigEndian(Take(ref rest, 4));
        for (var i = 0; i < count; i++)
        {
            var name = System.Text.Encoding.ASCII.GetString(Take(ref rest, BinaryPrimitives.ReadUInt16BigEndian(Take(ref rest, 2))));
            var version = BinaryPrimitives.ReadInt32BigEndian(Take(ref rest, 4));
            var secret = Take(ref rest, BinaryPrimitives.ReadInt32BigEndian(Take(ref rest, 4)));
            if (!secrets.TryGetValue(name, out var versions))
            {
                secrets[name] = versions = [];
            }

            versions[version] = SecretBytes.CopyOf(secret);
        }

        return true;
    }

    private static SecretBytes Body(SortedDictionary<string, SortedDictionary<int, SecretBytes>> secrets)
    {
        var all = secrets.SelectMany(s => s.Value.Select(v => (Name: s.Key, Version: v.Key, Secret: v.Value))).ToList();
        var length = 4 + all.Sum(s => 2 + s.Name.Length + 4 + 4 + s.Secret.Length);
        return SecretBytes.Create(length, all, static (target, items) =>
        {
            BinaryPrimitives.WriteInt32BigEndian(Take(ref target, 4), items.Count);
            foreach (var (name, version, secret) in items)
            {
                BinaryPrimitives.WriteUInt16BigEndian(Take(ref target, 2), checked((ushort)name.Length));
                System.Text.Encoding.ASCII.GetBytes(name, Take(ref target, name.Length));
                BinaryPrimitives.WriteInt32BigEndian(Take(ref target, 4), version);
                BinaryPrimitives.WriteInt32BigEndian(Take(ref target, 4), secret.Length);
                secret.Span.CopyTo(Take(ref target, secret.Length));
            }
        });
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private static Span<byte> Take(ref Span<byte> rest, int length)
    {
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
