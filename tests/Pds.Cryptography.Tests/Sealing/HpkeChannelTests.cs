namespace Pds.Cryptography.Tests.Sealing;

/// <summary>A standing way between two roles: one HPKE context, many messages, in any order.</summary>
[Trait("Invariant", "I-32")]
public sealed class HpkeChannelTests : IDisposable
{
    private static readonly byte[] Info = [1, 2, 3];
    private readonly HpkePrivateKey key = HpkePrivateKey.Create();
    private readonly HpkeSender sender;
    private readonly HpkeReceiver receiver;

    public HpkeChannelTests() => (sender, receiver) = (new HpkeSender(key.PublicKey, Info), new HpkeReceiver(key, Info));

    public void Dispose()
    {
        sender.Dispose();
        receiver.Dispose();
        key.Dispose();
    }

    [Fact]
    public void Messages_open_in_any_order()
    {
        var messages = Enumerable.Range(0, 20).Select(n => sender.Seal([(byte)n], [(byte)n, 7])).ToList();

        foreach (var n in Enumerable.Range(0, 20).Reverse())
        {
            Open(receiver, [(byte)n], messages[n]).Should().Equal((byte)n, 7);
        }
    }

    [Fact]
    public void The_first_message_is_the_single_message_of_the_RFC()
    {
        var message = sender.Seal([9], [5, 6]);
        byte[] single = [.. message[..HpkePublicKey.Size], .. message[(HpkePublicKey.Size + 8)..]];

        key.TryOpen(Info, [9], single, out var plaintext).Should().BeTrue();

        plaintext.Should().Equal(5, 6);
    }

    [Fact]
    public void A_message_opens_for_what_it_is_about_and_nothing_else()
    {
        var message = sender.Seal([1], [5]);
        using var stranger = HpkePrivateKey.Create();
        using var elsewhere = new HpkeReceiver(stranger, Info);
        using var otherPurpose = new HpkeReceiver(key, [1, 2, 4]);

        Open(receiver, [2], message).Should().BeNull();
        Open(elsewhere, [1], message).Should().BeNull();
        Open(otherPurpose, [1], message).Should().BeNull();
        Open(receiver, [1], message).Should().Equal(5);
    }

    [Fact]
    public void Every_flipped_bit_and_every_cut_is_refused()
    {
        var message = sender.Seal([1], [5, 6, 7]);
        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            var flipped = message.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Open(receiver, [1], flipped).Should().BeNull("bit {0}", bit);
        }

        for (var length = 0; length < message.Length; length++)
        {
            Open(receiver, [1], message[..length]).Should().BeNull("{0} bytes", length);
        }

        Open(receiver, [1], message).Should().Equal(5, 6, 7);
    }

    [Fact]
    public void A_sender_that_started_again_is_heard_and_the_old_one_still_is()
    {
        var before = sender.Seal([1], [5]);
        using var again = new HpkeSender(key.PublicKey, Info);
        var after = again.Seal([1], [6]);

        Open(receiver, [1], before).Should().Equal(5);
        Open(receiver, [1], after).Should().Equal(6);
        Open(receiver, [1], before).Should().Equal(5);
    }

    [Fact]
    [Trait("Invariant", "I-38")]
    public void Many_threads_use_no_number_twice_and_open_what_was_sealed()
    {
        const int Messages = 20_000;
        var numbers = new System.Collections.Concurrent.ConcurrentBag<string>();

        Parallel.For(0, Messages, n =>
        {
            var message = sender.Seal(BitConverter.GetBytes(n), BitConverter.GetBytes(n * 3));
            numbers.Add(Convert.ToHexString(message.AsSpan(0, HpkePublicKey.Size + 8)));
            Open(receiver, BitConverter.GetBytes(n), message).Should().Equal(BitConverter.GetBytes(n * 3));
        });

        numbers.Distinct().Should().HaveCount(Messages);
    }

    private static byte[]? Open(HpkeReceiver by, byte[] aad, byte[] message)
    {
        if (!by.TryOpenSecret(aad, message, out var secret))
        {
            return null;
        }

        using (secret)
        {
            return secret.Span.ToArray();
        }
    }
}
