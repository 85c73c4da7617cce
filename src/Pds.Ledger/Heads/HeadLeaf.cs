using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// One chain's leaf in the heads tree of one epoch. Sizes: label key 32 bytes, label 32, value 32.
/// <c>LK = HKDF-Expand(LSK, LP("pds/heads/label-key/v1", origin), 32)</c>,
/// <c>label = HMAC-SHA256(LK, LP("pds/heads/label/v1", origin, epoch))</c>,
/// <c>value = SHA-256(LP("pds/heads/leaf/v1", origin, epoch, label, seq, C))</c>, where C is that of the chain's last entry.
/// Whoever holds LK finds the chain's place in every epoch; to anybody else labels of two epochs are not to be joined.
/// </summary>
/// <param name="Label">Where in the tree, 32 bytes.</param>
/// <param name="Value">What stands there, 32 bytes.</param>
public sealed record HeadLeaf(byte[] Label, byte[] Value)
{
    /// <summary>Size of label keys, labels and values, in bytes.</summary>
    public const int SizeBytes = 32;

    /// <summary>The leaf of a chain.</summary>
    /// <param name="labelKey">LK of the chain, 32 bytes.</param>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="seq">Place of the chain's last entry, from 0.</param>
    /// <param name="commitment">C of that entry, 32 bytes.</param>
    public static HeadLeaf Of(ReadOnlySpan<byte> labelKey, string origin, long epoch, long seq, byte[] commitment) =>
        At(LabelOf(labelKey, origin, epoch), origin, epoch, seq, commitment);

    /// <summary>The leaf under a label that is known: what stands there needs no key.</summary>
    /// <param name="label">Label of the chain in the epoch, 32 bytes.</param>
    /// <param name="origin">The ledger's origin.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="seq">Place of the chain's last entry, from 0.</param>
    /// <param name="commitment">C of that entry, 32 bytes.</param>
    public static HeadLeaf At(byte[] label, string origin, long epoch, long seq, byte[] commitment) =>
        new(label, Sha256.Hash(LengthPrefixed.Of(Labels.HeadsLeaf, origin, epoch, label, seq, commitment)));

    /// <summary>The label of a chain in an epoch, 32 bytes.</summary>
    public static byte[] LabelOf(ReadOnlySpan<byte> labelKey, string origin, long epoch) =>
        HmacSha256.Mac(labelKey, LengthPrefixed.Of(Labels.HeadsLabel, origin, epoch));

    /// <summary>LK of the chain with this LSK, 32 bytes. It opens nothing: it only finds the chain's leaf.</summary>
    internal static byte[] LabelKeyOf(SecretBytes blindingKey, string origin)
    {
        var key = new byte[SizeBytes];
        Hkdf.Expand(blindingKey.Span, LengthPrefixed.Of(Labels.HeadsLabelKey, origin), key);
        return key;
    }

    /// <summary>Prints its name only: who has a label and its key follows a person.</summary>
    public override string ToString() => nameof(HeadLeaf);
}
