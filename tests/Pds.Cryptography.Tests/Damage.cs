namespace Pds.Cryptography.Tests;

/// <summary>All small ways to spoil a message.</summary>
internal static class Damage
{
    /// <summary>Every message that differs in one bit, every proper prefix, every proper suffix, and one with a byte more.</summary>
    public static IEnumerable<byte[]> Of(byte[] message)
    {
        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            var copy = (byte[])message.Clone();
            copy[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return copy;
        }

        for (var length = 0; length < message.Length; length++)
        {
            yield return message[..length];
            yield return message[(message.Length - length)..];
        }

        yield return [.. message, 0];
        yield return [0, .. message];
    }
}
