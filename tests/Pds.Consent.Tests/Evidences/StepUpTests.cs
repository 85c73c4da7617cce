using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent.Tests.Evidences;

/// <summary>Which evidence is minutes old.</summary>
[Trait("Feature", "S5")]
public sealed class StepUpTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, true)]
    [InlineData(359, true)]
    [InlineData(361, false)]
    [InlineData(1800, false)]
    public void A_devices_signature_is_strong_for_five_minutes_and_the_skew_of_its_clock(int age, bool strong)
    {
        using var device = Es256Key.Create();
        var signature = new Evidence.DeviceSignature(EvidenceCheck.Sign(device, "log", GrantId.New(), Sha256.Hash([1]), Now.AddSeconds(-age)));

        StepUp.IsMetBy(signature, Now).Should().Be(strong);
    }

    [Fact]
    public void What_cannot_be_read_is_not_strong()
    {
        StepUp.IsMetBy(new Evidence.DeviceSignature("x"), Now).Should().BeFalse();
        StepUp.IsMetBy(new Evidence.OidcStepUp(EvidenceSet.Of([Sha256.Hash([1])]), "x"), Now).Should().BeFalse();
    }
}
