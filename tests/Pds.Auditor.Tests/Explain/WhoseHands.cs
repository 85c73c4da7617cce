using Pds.Auditor.Checks;
using Pds.Auditor.Explain;
using Pds.Auditor.Verify;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Explain;

/// <summary>An act that others carried names them: the clerk at the counter, both clerks of a paper, who acted under a mandate.</summary>
[Trait("Feature", "G4")]
public sealed class WhoseHands
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ja", "counter", null, "窓口で、職員が手伝いました（stf_a）")]
    [InlineData("ja", "paper", "stf_b", "紙を、職員が受け付けました（stf_a）|もうひとりの職員が確かめました（stf_b）")]
    [InlineData("ja", "voice", null, "電話で、職員が受け付けました（stf_a）")]
    [InlineData("en", "counter", "stf_b", "At the counter, by a clerk (stf_a)|A second clerk confirmed it (stf_b)")]
    [InlineData("en", "pigeon", null, "A clerk helped (stf_a)")]
    public void A_clerk_is_named_with_the_channel_and_the_second_one_with_her(string language, string channel, string? second, string told)
    {
        Told(language, new Acting(channel) { Role = "staff", Person = "stf_a", Second = second }).Should().Equal(told.Split('|'));
    }

    [Fact]
    public void Somebody_with_a_mandate_is_named_by_it_and_hands_of_her_own_are_not_told()
    {
        Told("ja", new Acting("web") { Role = "proxy", Mandate = "mdt_a" }).Should().Equal("委任代理人が、本人の代わりに行いました（mdt_a）");
        Told("ja", null).Should().BeEmpty();
    }

    [Fact]
    public void A_hostile_name_is_written_so_that_it_can_be_seen()
    {
        Told("ja", new Acting("counter") { Role = "staff", Person = "\u202E" + new string('x', 3000) }).Should().ContainSingle()
            .Which.Should().NotContain("\u202E").And.Match<string>(line => line.Length < 1000);
    }

    private static IReadOnlyList<string> Told(string language, Acting? acting)
    {
        var grant = GrantId.New();
        var life = new ConsentLife(grant);
        life.See(new AuditedLeaf(new ExportedLeaf { Index = 7 }, new byte[32], new ConsentWithdrawn(Noon, grant, OrganizationId.New()) { Acting = acting }, "leaves/000000.jsonl"));
        return new StoryTeller(AuditTexts.Of(language, "Explain"), life, null).Tell().Single().Details;
    }
}
