using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Consent.Tests.Receipts;

/// <summary>Rule 2 remembered: a good signature once, a bad one never.</summary>
[Trait("Rule", "2")]
public sealed class KnownReceiptsTests : IDisposable
{
    private readonly ReceiptWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_good_signature_is_checked_once()
    {
        var trust = new CountingTrust(world.Trust);
        var known = new KnownReceipts(trust);
        var receipt = world.Issue();

        known.IsIssued(ReceiptWorld.Parse(receipt)).Should().BeTrue();
        known.IsIssued(ReceiptWorld.Parse(receipt)).Should().BeTrue();

        trust.Asked.Should().Be(1);
    }

    [Fact]
    public void A_forged_receipt_is_refused_every_time_also_beside_the_good_one_it_was_made_from()
    {
        var trust = new CountingTrust(world.Trust);
        var known = new KnownReceipts(trust);
        var good = world.Issue();
        var parts = good.Split('~');
        var signature = parts[0].LastIndexOf('.') + 1;
        parts[0] = parts[0][..signature] + (parts[0][signature] == 'A' ? 'B' : 'A') + parts[0][(signature + 1)..];
        var forged = string.Join('~', parts);

        known.IsIssued(ReceiptWorld.Parse(good)).Should().BeTrue();
        known.IsIssued(ReceiptWorld.Parse(forged)).Should().BeFalse();
        known.IsIssued(ReceiptWorld.Parse(forged)).Should().BeFalse();

        trust.Asked.Should().Be(3);
    }

    [Fact]
    public void Another_citys_receipt_is_not_ours()
    {
        using var other = new ReceiptWorld();
        var known = new KnownReceipts(world.Trust);

        known.IsIssued(ReceiptWorld.Parse(other.Issue())).Should().BeFalse();
        known.IsIssued(ReceiptWorld.Parse(world.Issue())).Should().BeTrue();
    }

    private sealed class CountingTrust(IReceiptTrust inner) : IReceiptTrust
    {
        public int Asked { get; private set; }

        public bool TryFindKey(ParsedJws token, string issuer, DateTimeOffset at, [NotNullWhen(true)] out Es256PublicKey? key)
        {
            Asked++;
            return inner.TryFindKey(token, issuer, at, out key);
        }
    }
}
