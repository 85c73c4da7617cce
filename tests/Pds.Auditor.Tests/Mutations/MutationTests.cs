using Pds.Auditor.Checks;
using Pds.Auditor.Tests.World;

namespace Pds.Auditor.Tests.Mutations;

public sealed class MutationTests(AuditedCity city)
{
    [Fact]
    public void The_list_holds_at_least_five_hundred_distinct_mutations_of_every_kind_of_entry()
    {
        Mutation.All.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThanOrEqualTo(500);
        new MutationBench(city.Everything, city.City.Server.Roles.Signer).Kinds
            .Should().BeSubsetOf(Mutation.All.Where(mutation => mutation.Kind == "leaf").Select(mutation => mutation.Part(1)));
    }

    [Fact]
    [Trait("Invariant", "I-27")]
    [Trait("Feature", "Q2")]
    [Trait("Feature", "Q4")]
    public void Every_mutation_of_an_export_is_reported_by_the_right_check()
    {
        var folder = city.Copy(city.Everything);
        var bench = new MutationBench(folder, city.City.Server.Roles.Signer);
        var missed = new List<string>();

        foreach (var mutation in Mutation.All)
        {
            bench.Apply(mutation);
            var verdict = AuditedCity.Verify(folder);
            var failed = verdict.Checks.Where(check => check.Status is CheckStatus.Finding or CheckStatus.Tampered).Select(check => check.Id).ToList();
            if (verdict.ExitCode == ExitCode.Sound || !failed.Contains(mutation.Check))
            {
                missed.Add($"{mutation}: exit {verdict.ExitCode}, failed {string.Join(' ', failed)}");
            }

            bench.Restore();
        }

        missed.Should().BeEmpty();
        AuditedCity.Verify(folder).ExitCode.Should().Be(ExitCode.Sound);
    }
}
