using System.Text.Json.Nodes;

namespace Pds.Cryptography.Tests.Sealing;

/// <summary>I-38: objects are not shared. PDS_LONG=1 makes a million rounds of each.</summary>
[Trait("Invariant", "I-38")]
public sealed class ParallelSealTests
{
    private const int Threads = 8;

    [Fact]
    public void Parallel_seal_and_open_never_goes_wrong()
    {
        using var key = SecretBytes.Random(32);

        Wrong(LongRun.Pick(always: 40_000, full: 1_000_000), i =>
        {
            byte[] plaintext = [(byte)i, (byte)(i >> 8), (byte)(i >> 16)];
            var context = BitConverter.GetBytes(i);
            return Seal.TryOpen(key, context, Seal.Close(key, context, plaintext), out var opened)
                && opened.AsSpan().SequenceEqual(plaintext);
        }).Should().Be(0);
    }

    [Fact]
    public void Parallel_wrap_and_unwrap_never_goes_wrong()
    {
        using var store = new Keys.MemoryKeys();
        store.Add("k");
        using var master = store.OpenMaster("k");

        Wrong(LongRun.Pick(always: 20_000, full: 1_000_000), i =>
        {
            using var secret = SecretBytes.Random(32);
            var opened = master.TryUnwrap("t", "c"u8, master.Wrap("t", "c"u8, secret), out var back);
            using (back)
            {
                return opened && back!.Span.SequenceEqual(secret.Span);
            }
        }).Should().Be(0);
    }

    [Fact]
    public void Parallel_hpke_with_one_key_never_goes_wrong()
    {
        using var recipient = HpkePrivateKey.Create();

        Wrong(LongRun.Pick(always: 2_000, full: 100_000), i =>
        {
            var plaintext = BitConverter.GetBytes(i);
            return recipient.TryOpen("i"u8, "a"u8, recipient.PublicKey.Seal("i"u8, "a"u8, plaintext), out var opened)
                && opened.AsSpan().SequenceEqual(plaintext);
        }).Should().Be(0);
    }

    [Fact]
    public void Parallel_signing_and_checking_with_one_key_never_goes_wrong()
    {
        using var es256 = Es256Key.Create();
        using var ed25519 = Ed25519Key.Create();

        Wrong(LongRun.Pick(always: 4_000, full: 200_000), i =>
        {
            var data = BitConverter.GetBytes(i);
            return es256.PublicKey.Verify(data, es256.Sign(data))
                && ed25519.PublicKey.Verify(data, ed25519.Sign(data));
        }).Should().Be(0);
    }

    [Fact]
    public void Parallel_tokens_with_one_key_never_go_wrong()
    {
        using var key = Es256Key.Create();

        Wrong(LongRun.Pick(always: 2_000, full: 100_000), i =>
            CompactJws.TryParse(CompactJws.Sign(key, "t+jwt", new JsonObject { ["i"] = i }), "t+jwt", out var jws)
            && jws.Verify(key.PublicKey)
            && jws.Payload.GetProperty("i").GetInt32() == i).Should().Be(0);
    }

    [Fact]
    public void Parallel_codes_and_derivations_never_go_wrong()
    {
        var key = RandomSource.Bytes(32);
        var expected = Enumerable.Range(0, 256).Select(i => HmacSha256.Mac(key, [(byte)i])).ToList();

        Wrong(LongRun.Pick(always: 50_000, full: 1_000_000), i =>
            HmacSha256.Mac(key, [(byte)i]).AsSpan().SequenceEqual(expected[i & 0xFF])).Should().Be(0);
    }

    // Plain threads rather than the pool: on a small machine the pool would run the work almost one after another.
    private static int Wrong(int rounds, Func<int, bool> works)
    {
        var wrong = 0;
        var next = 0;
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (var i = Interlocked.Increment(ref next); i <= rounds; i = Interlocked.Increment(ref next))
            {
                if (!Holds(works, i))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return wrong;
    }

    private static bool Holds(Func<int, bool> works, int round)
    {
        try
        {
            return works(round);
        }
        catch (Exception)
        {
            // An exception is wrong too; thrown on a bare thread it would end the whole run instead of being counted.
            return false;
        }
    }
}
