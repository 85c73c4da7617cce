using Pds.Cryptography;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>The signer's own memory holds even when its caller is wrong (I-22).</summary>
[Trait("Invariant", "I-22")]
public sealed class LogSignerFacts : IDisposable
{
    private readonly LogSigner signer = new(TestLedger.Origin, Ed25519Key.Create());
    private readonly byte[] root = Sha256.Hash("root"u8);

    [Fact]
    public void A_checkpoint_verifies_under_the_signers_public_half() =>
        Checkpoint.TryOpen(signer.Sign(4, root).Note, signer.Verifier, out _).Should().BeTrue();

    [Fact]
    public void The_same_size_and_root_give_the_same_checkpoint() =>
        signer.Sign(4, root).Note.Should().Be(signer.Sign(4, root).Note);

    [Fact]
    public void Two_roots_at_one_size_are_never_signed()
    {
        signer.Sign(4, root);

        var act = () => signer.Sign(4, Sha256.Hash("other"u8));

        act.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_size_below_the_last_is_never_signed()
    {
        signer.Sign(8, root);

        var act = () => signer.Sign(4, root);

        act.Should().Throw<InvalidOperationException>();
    }

    public void Dispose() => signer.Dispose();
}
