using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>Comparison whose time depends on the lengths only.</summary>
public static class FixedTime
{
    /// <summary>Whether both are equal; different lengths are unequal at once.</summary>
    public static bool Equals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        CryptographicOperations.FixedTimeEquals(left, right);
}
