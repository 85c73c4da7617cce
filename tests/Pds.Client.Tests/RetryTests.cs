using Pds.Cryptography;
using Pds.Protocol.V1;

namespace Pds.Client.Tests;

public sealed class RetryTests
{
    [Fact]
    [Trait("Invariant", "I-09")]
    public async Task Every_attempt_carries_the_same_idempotency_key_and_a_proof_of_its_own()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Seen.Clear();
        here.City.Behaviour.Unavailable = 2;

        await here.Client.RequestConsentAsync("ref_test", ["hospital-booking@1"]);

        var seen = here.City.Behaviour.Seen.ToList();
        seen.Should().HaveCount(3);
        seen.Select(attempt => ((RequestConsentRequest)attempt.Message).RequestId).Distinct().Should().ContainSingle();
        seen.Select(attempt => Jti(attempt.Proof)).Distinct().Should().HaveCount(3);
    }

    [Fact]
    [Trait("Invariant", "I-09")]
    public async Task Every_attempt_at_data_is_the_same_bytes()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Seen.Clear();
        here.City.Behaviour.Unavailable = 1;

        var opened = await here.Client.RequestDataAsync(here.AskName);

        opened.Records.Should().ContainSingle();
        var seen = here.City.Behaviour.Seen.ToList();
        seen.Should().HaveCount(2);
        seen[0].Message.Should().Be(seen[1].Message);
        seen.Should().OnlyContain(attempt => attempt.Proof == null);
    }

    [Fact]
    public async Task A_call_gives_up_after_its_attempts_and_says_that_it_may_be_repeated()
    {
        await using var here = await EnrolledCity.StartAsync(options => options.MaxAttempts = 2);
        here.City.Behaviour.Seen.Clear();
        here.City.Behaviour.Unavailable = 10;

        var ask = () => here.Client.RequestConsentAsync("ref_test", ["hospital-booking@1"]);

        var failure = (await ask.Should().ThrowAsync<PdsException>()).Which;
        failure.Retryable.Should().BeTrue();
        failure.Reason.Should().Be(LocalReasons.ServerUnreachable);
        here.City.Behaviour.Seen.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_callers_own_idempotency_key_is_used()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Seen.Clear();

        await here.Client.RequestConsentAsync("ref_test", ["hospital-booking@1"], requestId: "order-2026-000117");

        here.City.Behaviour.Seen.Single().Message.Should().BeOfType<RequestConsentRequest>()
            .Which.RequestId.Should().Be("order-2026-000117");
    }

    [Fact]
    public async Task A_proof_names_method_and_bytes_of_its_message()
    {
        await using var here = await EnrolledCity.StartAsync();
        here.City.Behaviour.Seen.Clear();

        await here.Client.RequestConsentAsync("ref_test", ["hospital-booking@1"]);

        var (message, proof) = here.City.Behaviour.Seen.Single();
        CompactJws.TryParse(proof, "pds-call+jwt", out var jws).Should().BeTrue();
        jws!.Payload.GetProperty("method").GetString().Should().Be("/pds.v1.ConsentService/RequestConsent");
        jws.Payload.GetProperty("aud").GetString().Should().Be(TinyCity.Origin);
        jws.Payload.GetProperty("iss").GetString().Should().Be(here.Client.OrganizationId);
        var bytes = Google.Protobuf.MessageExtensions.ToByteArray(message);
        jws.Payload.GetProperty("req_hash").GetString().Should().Be(Base64Url.Encode(Sha256.Hash(bytes)));
    }

    private static string? Jti(string? proof) =>
        CompactJws.TryParse(proof, "pds-call+jwt", out var jws) ? jws.Payload.GetProperty("jti").GetString() : null;
}
