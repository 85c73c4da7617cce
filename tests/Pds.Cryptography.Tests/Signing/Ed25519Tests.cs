namespace Pds.Cryptography.Tests.Signing;

public sealed class Ed25519Tests
{
    // RFC 8032 section 7.1, test 2.
    [Fact]
    public void Signature_of_rfc_8032_test_2_is_made_and_verified()
    {
        using var key = Ed25519Key.Import(Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));

        var signature = key.Sign([0x72]);

        Convert.ToHexStringLower(key.PublicKey.Raw).Should().Be("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        Convert.ToHexStringLower(signature).Should().Be(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        key.PublicKey.Verify([0x72], signature).Should().BeTrue();
    }

    [Fact]
    public void Every_flipped_bit_and_every_truncation_is_refused()
    {
        using var key = Ed25519Key.Create();
        var signature = key.Sign("data"u8);

        Damage.Of(signature).Any(bad => key.PublicKey.Verify("data"u8, bad)).Should().BeFalse();
        key.PublicKey.Verify("other"u8, signature).Should().BeFalse();
    }

    [Fact]
    public void Key_survives_export_and_import()
    {
        using var key = Ed25519Key.Create();
        using var seed = key.Export();
        using var again = Ed25519Key.Import(seed.Span);

        again.PublicKey.Should().Be(key.PublicKey);
        Ed25519PublicKey.TryParse(key.PublicKey.Raw, out var parsed).Should().BeTrue();
        parsed.Should().Be(key.PublicKey);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Public_key_of_another_length_is_refused(int length) =>
        Ed25519PublicKey.TryParse(new byte[length], out _).Should().BeFalse();
}
