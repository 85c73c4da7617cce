using System.Text;
using Pds.Cryptography;

namespace Pds.Consent.Tests.Receipts;

/// <summary>
/// I-18: for every bit of a valid receipt, the receipt with that bit flipped is refused. Three receipts here, of every shape;
/// PDS_LONG=1 makes it fifty.
/// </summary>
[Trait("Invariant", "I-18")]
public sealed class BitFlipTests : IDisposable
{
    private readonly ReceiptWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void Receipt_with_any_bit_flipped_is_refused()
    {
        for (var i = 0; i < (LongRun.Wanted ? 48 : 1); i++)
        {
            AssertEveryFlipIsRefused(
                world.Issue(actedBy: i % 2 == 0), text => Receipt.TryParse(text, out var receipt) && receipt.IsSignedBy(world.Trust));
        }
    }

    [Fact]
    public void Receipt_without_disclosures_with_any_bit_flipped_is_refused() =>
        AssertEveryFlipIsRefused(
            world.Parsed().Present(), text => Receipt.TryParse(text, out var receipt) && receipt.IsSignedBy(world.Trust));

    [Fact]
    public void Presentation_with_any_bit_flipped_is_refused()
    {
        var hash = Sha256.Hash("request"u8);

        AssertEveryFlipIsRefused(
            world.Present(world.Parsed(), "notice"),
            text => ReceiptPresentation.TryParse(text, out var p)
                && p.Receipt.IsSignedBy(world.Trust)
                && p.IsHeldBy(world.Hospital.PublicKey)
                && p.IsAbout(ReceiptWorld.Origin, ReceiptWorld.Method, hash));
    }

    [Fact]
    public void Act_receipt_with_any_bit_flipped_is_refused()
    {
        var text = ActReceipt.Issue(
            world.Signer, ReceiptWorld.Now, ActKind.Use, Pds.Ledger.GrantId.New(), ReceiptWorld.Log(), Sha256.Hash("body"u8));

        AssertEveryFlipIsRefused(text, t => world.Verifier.VerifyAct(t, ReceiptWorld.Now) is ReceiptVerification<ActReceipt>.Valid);
    }

    [Fact]
    public void Status_token_with_any_bit_flipped_is_refused()
    {
        var uri = StatusPlace.UriOf(ReceiptWorld.Issuer, 0);
        var text = StatusListToken.Issue(world.Signer, uri, StatusList.CreateEmpty(), ReceiptWorld.Now, ReceiptWorld.Origin, 4);

        AssertEveryFlipIsRefused(
            text,
            t => world.Verifier.VerifyStatusList(t, ReceiptWorld.Issuer, uri, ReceiptWorld.Now) is ReceiptVerification<StatusListToken>.Valid);
    }

    // The text is ASCII; a flipped high bit gives a character no token has, which must be refused as well and not crash.
    private static void AssertEveryFlipIsRefused(string good, Func<string, bool> accepts)
    {
        accepts(good).Should().BeTrue("otherwise the flips prove nothing");
        var bytes = Encoding.ASCII.GetBytes(good);
        var accepted = new System.Collections.Concurrent.ConcurrentBag<int>();

        Parallel.For(0, bytes.Length * 8, bit =>
        {
            var flipped = (byte[])bytes.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            if (accepts(Encoding.Latin1.GetString(flipped)))
            {
                accepted.Add(bit);
            }
        });

        accepted.Should().BeEmpty("bits of {0} characters", good.Length);
    }
}
