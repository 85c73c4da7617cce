namespace Pds.Cryptography.Tests.Sealing;

/// <summary>
/// The specification publishes no vectors. These values come from a second implementation, written from the text of
/// c2sp.org/chunked-encryption in another language over another cryptographic library.
/// </summary>
public sealed class Cobblestone256Tests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Salt = [.. Enumerable.Range(100, 24).Select(i => (byte)i)];

    [Theory]
    [InlineData(0, "6465666768696a6b6c6d6e6f707172737475767778797a7b8b92f011f28b44e763b52747167ae39d53a9b64952d998a21ce3bb0c86f49f38006cacbeae895eea502123dcf632c3ed")]
    [InlineData(1, "6465666768696a6b6c6d6e6f707172737475767778797a7b8b92f011f28b44e763b52747167ae39d53a9b64952d998a21ce3bb0c86f49f38278417226941ab219cf999d2b2b1bf337b")]
    public void Short_message_is_exactly(int length, string expected)
    {
        Convert.ToHexStringLower(SealWith(length)).Should().Be(expected);
    }

    [Theory]
    [InlineData(16_383, 16_455, "dc83c42597e2d8c1a7b4dad794a8246a63b9bc1421c2774e1788041f43a52a16")]
    [InlineData(16_384, 16_472, "db8e245c49368dd00c278d83439c5c9e9d6c79b70bf970543f48cdb2fccbb1d9")]
    [InlineData(16_385, 16_473, "b40b617a3ff9ff207291a5fa1db858a9f165c653f41b64ad2804f3740a50028e")]
    [InlineData(40_000, 40_104, "7d66e9d147554debade5c30235130498861d5daef8b07e355cdefc102511b09a")]
    public void Message_of_several_chunks_has_length_and_digest(int length, int sealedLength, string sha256)
    {
        var message = SealWith(length);

        message.Length.Should().Be(sealedLength);
        Convert.ToHexStringLower(Sha256.Hash(message)).Should().Be(sha256);
    }

    [Fact]
    public void Lengths_that_no_message_has_are_refused()
    {
        var possible = Enumerable.Range(0, 33_000).Select(Cobblestone256.SealedLength).ToHashSet();

        for (var length = 0; length < 33_000; length++)
        {
            Cobblestone256.TryPlaintextLength(length, out var plaintext).Should().Be(possible.Contains(length), "length {0}", length);
            if (possible.Contains(length))
            {
                Cobblestone256.SealedLength(plaintext).Should().Be(length);
            }
        }
    }

    [Fact]
    public void Long_context_and_long_stack_paths_agree_with_themselves()
    {
        using var key = SecretBytes.Random(32);
        var context = RandomSource.Bytes(5000);

        var closed = Seal.Close(key, context, "x"u8);

        Seal.TryOpen(key, context, closed, out _).Should().BeTrue();
        context[^1] ^= 1;
        Seal.TryOpen(key, context, closed, out _).Should().BeFalse();
    }

    private static byte[] SealWith(int length)
    {
        var plaintext = Enumerable.Range(0, length).Select(i => (byte)(i * 7 % 251)).ToArray();
        var message = new byte[Cobblestone256.SealedLength(length)];
        Cobblestone256.Seal(Key, "context"u8, Salt, plaintext, message);
        return message;
    }
}
