using Pds.Auditor.Checks;
using Pds.Auditor.Tests.World;

namespace Pds.Auditor.Tests;

public sealed class SoundExports(AuditedCity city)
{
    [Fact]
    [Trait("Invariant", "I-27")]
    [Trait("Feature", "Q4")]
    public void An_untouched_export_is_sound()
    {
        var verdict = AuditedCity.Verify(city.Everything);

        verdict.Checks.Where(check => check.First is not null).Select(check => $"{check.Id} {check.First}").Should().BeEmpty();
        verdict.NotRun.Should().BeEmpty();
        verdict.ExitCode.Should().Be(ExitCode.Sound);
        verdict.Checks.Select(check => check.Id).Should().Equal("A0", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10");
        verdict.Checks.Single(check => check.Id == "A3").Status.Should().Be(CheckStatus.NotApplicable);
        verdict.Checks.Single(check => check.Id == "A5").NotApplicable.Should().BeEmpty("the heads root was recomputed");
        verdict.Checks.Where(check => check.Id != "A3").Should().OnlyContain(check => check.Seen > 0 && check.Status == CheckStatus.Sound);
    }
}
