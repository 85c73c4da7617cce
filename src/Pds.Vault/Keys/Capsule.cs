// A capsule entry, before sealing under K_cap:
//   u8 format (1) ‖ pairwise key (32) ‖ u16 count ‖ count × (u8 length ‖ field name, ASCII ‖ field key (32)), names in ordinal order.

using System.Buffers.Binary;
using System.Text;
using Pds.Cryptography;

namespace Pds.Vault;

/// <summary>The field keys of one grant, open in the gate for one call. Zeroed when disposed; never prints.</summary>
public sealed class Capsule : IDisposable
{
    /// <summary>The most fields one capsule carries.</summary>
    public const int MaxFields = 1000;

    private const byte Format = 1;
    private const int PrefixBytes = 1 + FieldKeys.Size + sizeof(ushort);

    private readonly SecretBytes pairwise;
    private readonly Dictionary<string, SecretBytes> keys;

    private Capsule(SecretBytes pairwise, Dictionary<string, SecretBytes> keys) => (this.pairwise, this.keys) = (pairwise, keys);

    /// <summary>Opens an entry. False for another place, another key or any changed bit.</summary>
    public static bool TryOpen(CapsulePlace place, SecretBytes capsuleKey, ReadOnlySpan<byte> entry, out Capsule capsule)
    {
        capsule = null!;
        if (!Seal.TryOpenSecret(capsuleKey, place.Context(), entry, out var content))
        {
            return false;
        }

        using (content)
        {
            capsule = Parse(content.Span);
            return true;
        }
    }

    /// <summary>The key of a field. False when the field was not consented to: there is no key to find.</summary>
    public bool TryGetKey(string field, out SecretBytes key) => keys.TryGetValue(field, out key!);

    /// <summary>The name of a record towards this recipient: <c>rcd_</c> and 128 bits nobody else can compute or join (D10).</summary>
    public string PairwiseRecord(string record)
    {
        var mac = HmacSha256.Mac(pairwise.Span, LengthPrefixed.Of(Labels.VaultPairwiseRecord, record));
        return OpaqueId.FromBytes("rcd", mac.AsSpan(0, 16));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pairwise.Dispose();
        foreach (var key in keys.Values)
        {
            key.Dispose();
        }
    }

    /// <summary>Prints its own name.</summary>
    public override string ToString() => nameof(Capsule);

    internal static byte[] Close(
        CapsulePlace place, SecretBytes capsuleKey, SecretBytes pairwise, IReadOnlyCollection<string> fields, Func<string, SecretBytes> keyOf)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fields.Count, MaxFields, nameof(fields));
        var names = fields.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var length = PrefixBytes + names.Sum(name => 1 + Encoding.ASCII.GetByteCount(name) + FieldKeys.Size);
        using var content = SecretBytes.Create(length, (names, pairwise, keyOf), static (target, state) => Write(target, state));
        return Seal.Close(capsuleKey, place.Context(), content.Span);
    }

    private static void Write(Span<byte> target, (string[] Names, SecretBytes Pairwise, Func<string, SecretBytes> KeyOf) state)
    {
        target[0] = Format;
        state.Pairwise.Span.CopyTo(target[1..]);
        BinaryPrimitives.WriteUInt16BigEndian(target[(1 + FieldKeys.Size)..], (ushort)state.Names.Length);
        var rest = target[PrefixBytes..];
        foreach (var name in state.Names)
        {
            using var key = state.KeyOf(name);
            rest[0] = checked((byte)Encoding.ASCII.GetBytes(name, rest[1..]));
            key.Span.CopyTo(rest[(1 + rest[0])..]);
            rest = rest[(1 + rest[0] + FieldKeys.Size)..];
        }
    }

    // The content was authenticated under K_cap, so a shape that does not parse is our own bug and may throw.
    private static Capsule Parse(ReadOnlySpan<byte> content)
    {
        if (content[0] != Format)
        {
            throw new InvalidDataException("A capsule is not of a format this version reads.");
        }

        var keys = new Dictionary<string, SecretBytes>(StringComparer.Ordinal);
        var pairwise = SecretBytes.CopyOf(content.Slice(1, FieldKeys.Size));
        var rest = content[PrefixBytes..];
        for (var left = BinaryPrimitives.ReadUInt16BigEndian(content[(1 + FieldKeys.Size)..]); left > 0; left--)
        {
            keys.Add(Encoding.ASCII.GetString(rest.Slice(1, rest[0])), SecretBytes.CopyOf(rest.Slice(1 + rest[0], FieldKeys.Size)));
            rest = rest[(1 + rest[0] + FieldKeys.Size)..];
        }

        return new Capsule(pairwise, keys);
    }
}
