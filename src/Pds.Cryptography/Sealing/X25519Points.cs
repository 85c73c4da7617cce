namespace Pds.Cryptography;

/// <summary>
/// The encodings of small-order points of Curve25519, where every agreement ends in zero (RFC 7748 section 6.1, RFC 9180
/// section 7.1.4). The highest bit of an encoding is ignored, as X25519 ignores it.
/// </summary>
internal static class X25519Points
{
    private static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        Convert.FromHexString("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    public static bool IsSmallOrder(ReadOnlySpan<byte> raw)
    {
        Span<byte> masked = stackalloc byte[Hpke.PublicKeySize];
        raw.CopyTo(masked);
        masked[^1] &= 0x7F;
        foreach (var point in SmallOrder)
        {
            if (masked.SequenceEqual(point))
            {
                return true;
            }
        }

        return false;
    }
}
