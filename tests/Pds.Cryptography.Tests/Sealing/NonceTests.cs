using System.Buffers.Binary;

namespace Pds.Cryptography.Tests.Sealing;

/// <summary>I-32: no (key, nonce) pair repeats. PDS_LONG=1 makes ten million seals.</summary>
[Trait("Invariant", "I-32")]
public sealed class NonceTests
{
    private const int Threads = 4;

    [Fact]
    public void No_key_and_nonce_pair_repeats_over_many_seals_on_four_threads()
    {
        using var key = SecretBytes.Random(32);
        var each = LongRun.Pick(always: 50_000, full: 10_000_000) / Threads;

        var pairs = RunOnThreads(each, () => KeyAndNonceOf(key, Seal.Close(key, "c"u8, "p"u8)));

        CountDistinct(pairs).Should().Be(pairs.Length);
    }

    [Fact]
    public void No_ephemeral_key_repeats_over_many_hpke_seals_on_four_threads()
    {
        using var recipient = HpkePrivateKey.Create();
        var each = LongRun.Pick(always: 4_000, full: 1_000_000) / Threads;

        var encs = RunOnThreads(each, () => Fingerprint(recipient.PublicKey.Seal("i"u8, [], "p"u8).AsSpan(0, 32)));

        CountDistinct(encs).Should().Be(encs.Length);
    }

    [Fact]
    public void Chunks_of_one_message_use_different_nonces()
    {
        using var key = SecretBytes.Random(32);

        var closed = Seal.Close(key, "c"u8, new byte[3 * 16_384]);

        // Equal plaintext under an equal key and nonce would be equal ciphertext.
        var chunks = Enumerable.Range(0, 3).Select(i => Convert.ToHexString(closed.AsSpan(57 + (i * 16_400), 16_400)));
        chunks.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Messages_of_one_hpke_context_use_different_nonces()
    {
        using var ephemeral = HpkePrivateKey.Create();
        using var recipient = HpkePrivateKey.Create();
        using var own = recipient.Export();
        using var context = Hpke.SetupReceiver(own.Span, recipient.PublicKey.Raw, ephemeral.PublicKey.Raw, "i"u8)!;

        var sealedOnes = Enumerable.Range(0, 300).Select(_ => SealOne(context)).ToList();

        sealedOnes.Should().OnlyHaveUniqueItems();
    }

    private static string SealOne(HpkeContext context)
    {
        var target = new byte[17];
        context.Seal([], [0], target);
        return Convert.ToHexString(target);
    }

    // What AES-GCM was really given: the derived key and base nonce of the message's salt.
    private static UInt128 KeyAndNonceOf(SecretBytes key, byte[] closed)
    {
        Span<byte> derived = stackalloc byte[Cobblestone256.DerivedSize];
        Cobblestone256.Derive(key.Span, closed.AsSpan(1, Cobblestone256.SaltSize), "c"u8, derived);
        return Fingerprint(derived[..(Cobblestone256.KeySize + Cobblestone256.NonceSize)]);
    }

    private static UInt128 Fingerprint(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128BigEndian(Sha256.Hash(bytes));

    private static UInt128[] RunOnThreads(int each, Func<UInt128> make)
    {
        var all = new UInt128[each * Threads];
        var threads = Enumerable.Range(0, Threads).Select(t => new Thread(() =>
        {
            for (var i = 0; i < each; i++)
            {
                all[(t * each) + i] = make();
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return all;
    }

    private static int CountDistinct(UInt128[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? 0 : 1 + Enumerable.Range(1, values.Length - 1).Count(i => values[i] != values[i - 1]);
    }
}
