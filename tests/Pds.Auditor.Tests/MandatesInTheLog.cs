using Pds.Auditor.Checks;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary>A6 on what was done or looked at in a resident's place: only under a mandate of hers that stood then and names the act.</summary>
[Trait("Feature", "G2")]
[Trait("Feature", "G5")]
public sealed class MandatesInTheLog
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly OrganizationId Host = OrganizationId.New();

    private readonly AuditedChain hers = new() { Start = 0 };
    private readonly AuditedChain other = new() { Start = 1 };
    private readonly A6Disclosures check = new(new GrantBook());
    private readonly MandateId mandate = MandateId.New();
    private long index;

    [Fact]
    public void What_a_mandate_names_while_it_stands_is_no_finding()
    {
        Offer(["history", "decline", "withdraw"]);
        Accept();

        See(new RepresentativeLooked(Noon.AddHours(1), mandate, "proxy", "history"));
        See(Declined(Noon.AddHours(1)));
        See(new MandateEnded(Noon.AddHours(2), mandate, "resident"));

        check.Report.First.Should().BeNull();
    }

    [Theory]
    [InlineData("never offered")]
    [InlineData("not accepted")]
    [InlineData("ended before")]
    [InlineData("over")]
    [InlineData("not begun")]
    [InlineData("another act")]
    [InlineData("another role")]
    [InlineData("another's")]
    [InlineData("accepted elsewhere")]
    [InlineData("no mandate at all")]
    [Trait("Feature", "G1")]
    public void Anything_else_is_a_finding_of_its_own(string what)
    {
        if (what != "never offered")
        {
            Offer(what == "another act" ? ["history"] : ["history", "decline"], what == "another's" ? other : hers);
        }

        if (what is not ("never offered" or "not accepted"))
        {
            Accept(what is "accepted elsewhere" or "another's" ? other : hers);
        }

        if (what == "ended before")
        {
            See(new MandateEnded(Noon, mandate, "representative"));
        }

        var at = what == "over" ? Noon.AddDays(90) : what == "not begun" ? Noon.AddTicks(-TimeSpan.TicksPerSecond) : Noon.AddHours(1);
        See(Declined(at, what == "another role" ? "guardian" : "proxy", what == "no mandate at all" ? "mdt_a" : mandate.ToString()));

        check.Report.First!.Fault.Should().Be(Fault.OutsideMandate);
        check.Report.First.Severity.Should().Be(Severity.Finding);
    }

    [Fact]
    [Trait("Feature", "T11")]
    public void A_look_without_a_mandate_is_a_finding_too()
    {
        See(new RepresentativeLooked(Noon, mandate, "proxy", "history"));

        check.Report.First!.Fault.Should().Be(Fault.OutsideMandate);
    }

    private static ConsentDeclined Declined(DateTimeOffset at, string role, string named) =>
        new(at, ConsentRequestId.New(), GrantId.New(), Host) { Acting = new Acting("web") { Role = role, Mandate = named } };

    private ConsentDeclined Declined(DateTimeOffset at) => Declined(at, "proxy", mandate.ToString());

    private void Offer(IReadOnlyList<string> acts, AuditedChain? chain = null) => See(
        new MandateOffered(Noon, mandate, "proxy", acts, [], Noon, Noon.AddDays(90))
        {
            Applies = "life", DocumentDigest = new byte[32], EvidenceType = "oidc_step_up", EvidenceDigest = new byte[32], Through = Host,
        },
        chain);

    private void Accept(AuditedChain? chain = null) => See(new MandateAccepted(Noon, mandate, [new byte[32]], Host), chain);

    private void See(LedgerEntry entry, AuditedChain? chain = null) => check.See(
        new AuditedLeaf(new ExportedLeaf { Index = index++ }, RandomSource.Bytes(32), entry, "leaves/000000.jsonl") { Chain = chain ?? hers });
}
