namespace Pds.Ledger.Tests.Identifiers;

public sealed class IdentifierTests
{
    private const string Body = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Fact]
    public void Fresh_identifiers_differ_and_read_back()
    {
        GrantId one = GrantId.New(), other = GrantId.New();

        GrantId.TryParse(one.ToString(), out GrantId read).Should().BeTrue();

        read.Should().Be(one).And.NotBe(other);
        one.ToString().Should().MatchRegex("^grt_[a-z2-7]{26}$");
    }

    [Fact]
    public void Each_kind_reads_only_its_own_prefix()
    {
        string[] prefixes = ["org", "res", "ref", "grt", "crq", "rec"];

        foreach (string prefix in prefixes)
        {
            string text = $"{prefix}_{Body}";
            bool[] read =
            [
                OrganizationId.TryParse(text, out _), ResidentId.TryParse(text, out _), ResidentRef.TryParse(text, out _),
                GrantId.TryParse(text, out _), ConsentRequestId.TryParse(text, out _), RecordId.TryParse(text, out _),
            ];

            read.Should().Equal(prefixes.Select(other => other == prefix), because: prefix);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("grt_")]
    [InlineData("grt_aaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("grt_aaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("grt_AAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("grt_aaaaaaaaaaaaaaaaaaaaaaaaa1")]
    [InlineData("grt_aaaaaaaaaaaaaaaaaaaaaaaaab")]
    [InlineData("grt-aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("GRT_aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData(" grt_aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("grt_aaaaaaaaaaaaaaaaaaaaaaaaaa\n")]
    public void Malformed_identifiers_are_refused(string? text)
    {
        GrantId.TryParse(text, out GrantId id).Should().BeFalse();

        id.ToString().Should().BeEmpty();
    }

    [Theory]
    [InlineData("n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg", true)]
    [InlineData("n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgh", false)]
    [InlineData("n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg", false)]
    [InlineData("n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCg", false)]
    [InlineData("n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg=", false)]
    [InlineData(null, false)]
    public void A_device_is_named_by_a_canonical_thumbprint(string? text, bool good) =>
        DeviceId.TryParse(text, out _).Should().Be(good);
}
