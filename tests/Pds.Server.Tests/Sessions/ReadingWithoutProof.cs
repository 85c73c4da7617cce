using Google.Protobuf;
using Pds.Protocol.V1;
using Pds.Server.Edge;
using Pds.Server.Tests.Calls;
using Pds.TestCity;

namespace Pds.Server.Tests.Sessions;

/// <summary>
/// In her own session a resident's lists are read without a call proof: the secret on the connection of the certificate it is bound to is proof enough (RFC
/// 8705). Held here: only lists, only in that session, only on that certificate.
/// </summary>
[Collection(nameof(SessionCity))]
[Trait("Feature", "S3")]
[Trait("Invariant", "I-16")]
public sealed class ReadingWithoutProof(SessionCity town)
{
    private const string List = "/pds.v1.ConsentService/ListConsents";
    private static readonly byte[] Ask = new ListConsentsRequest().ToByteArray();

    public static TheoryData<string> Others => [.. CallMethods.All.Where(method => !method.WithoutProof && !method.Public && !method.ProofInMessage && !method.SecretsInMessage).Select(method => method.Path).Order(StringComparer.Ordinal)];

    [Fact]
    public void Only_what_a_resident_may_read_and_what_changes_nothing_needs_none_and_the_sdk_knows_the_same()
    {
        var without = CallMethods.All.Where(method => method.WithoutProof).ToList();

        without.Should().NotBeEmpty().And.OnlyContain(method => (method.Residents || method.SessionsOnly) && !method.Idempotent && !method.LatchesFirst && !method.ProofInMessage);
        without.Select(method => method.Path[(method.Path.LastIndexOf('/') + 1)..]).Should().OnlyContain(name => name.StartsWith("List", StringComparison.Ordinal) || name.StartsWith("Get", StringComparison.Ordinal));
        without.Select(method => method.Path).Should().NotContain(["/pds.v1.VaultService/ReadRecords", "/pds.v1.OwnDataService/ExportOwnData", "/pds.v1.ConsentService/GetConsentDocument"]);
        Pds.Client.Methods.WithoutProof.Should().BeEquivalentTo(without.Select(method => method.Path));
    }

    [Fact]
    public async Task Her_lists_are_read_with_the_secret_on_the_connection_it_is_bound_to()
    {
        var session = await town.HanakoAsync();

        foreach (var method in CallMethods.All.Where(method => method.WithoutProof))
        {
            new[] { "CALL_PROOF_REQUIRED", "UNAUTHENTICATED", "PERMISSION_DENIED", "SESSION_NOT_ACCEPTED" }
                .Should().NotContain((await session.SendAsync(method.Path, Requests.For(method), null)).Reason, method.Path);
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Nothing_else_is_done_without_a_proof(string path)
    {
        var session = await town.HanakoAsync();

        (await session.SendAsync(path, Requests.For(CallMethods.Find(path)!), null)).Reason.Should().Be("CALL_PROOF_REQUIRED");
    }

    [Fact]
    public async Task The_secret_alone_reads_nothing_anywhere_else()
    {
        var session = await town.HanakoAsync();

        (await town.Other.Open(session.Secret).SendAsync(List, Ask, null)).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await town.City.Anybody.SendAsync(List, Ask, null, 0, ("pds-session", session.Secret))).Reason.Should().Be("CLIENT_CERTIFICATE_REQUIRED");
        (await town.Hospital.SendAsync(List, Ask, null, 0, ("pds-session", session.Secret))).Reason.Should().Be("PERMISSION_DENIED");
        (await session.SendAsync(List, Ask, null, 0, ("pds-mandate", "mdt_aaaaaaaaaaaaaaaaaaaaaaaaaa"))).Reason.Should().Be("CALL_PROOF_REQUIRED", "acting for somebody is another thing");
        (await town.Host.Self.SendAsync(List, Ask, null, 0, ("pds-staff-session", session.Secret))).Reason.Should().Be("CALL_PROOF_REQUIRED");
        (await town.Host.Self.SendAsync(List, Ask, null, 0, ("pds-session", session.Secret), ("pds-staff-session", session.Secret))).Reason.Should().NotBe("OK");
        (await town.Host.Self.SendAsync(List, Ask, null, 0, ("pds-session", ""))).Reason.Should().Be("SESSION_NOT_ACCEPTED");
        (await town.Host.Self.SendAsync(List, Ask, null)).Reason.Should().Be("CALL_PROOF_REQUIRED", "the host alone is nobody");
        await session.AskAsync("/pds.v1.SessionService/EndSession", new EndSessionRequest());
        (await session.SendAsync(List, Ask, null)).Reason.Should().Be("SESSION_NOT_ACCEPTED");
    }

    [Fact]
    public async Task A_proof_that_comes_along_is_checked_as_ever()
    {
        var session = await town.HanakoAsync();

        (await session.SendAsync(List, Ask, "x")).Reason.Should().Be("UNAUTHENTICATED");
        (await session.SendAsync(List, Ask, session.Proof("/pds.v1.ConsentService/ListRequests", Ask))).Reason.Should().Be("CALL_PROOF_MISMATCHED");
    }
}
