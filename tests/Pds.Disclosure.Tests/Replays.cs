using System.Text;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Disclosure.Tests;

/// <summary>A call proof counts once; the same bytes again are the same call, for ten minutes.</summary>
[Trait("Feature", "D5")]
[Trait("Invariant", "I-15")]
[Trait("Rule", "4")]
public sealed class Replays : IAsyncLifetime
{
    private City city = null!;
    private ResidentId resident;
    private Given given = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.OpenAsync();
        resident = await city.NewResidentAsync();
        await city.WriteAsync(resident);
        given = await city.GiveAsync(resident, city.Hospital, ["name", "address"], new CallLimit(3, CallPeriod.Whole));
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    [Trait("Invariant", "I-09")]
    public async Task The_same_bytes_give_the_same_plaintext_under_the_same_intent_and_count_once()
    {
        var input = given.Ask("name");

        var first = await GivenAsync(input);
        var second = await GivenAsync(input);
        await GivenAsync(given.Ask("name"));
        await GivenAsync(given.Ask("name"));

        second.Intent.Commitment.Should().Equal(first.Intent.Commitment);
        Plaintext(input, second).Should().Be(Plaintext(input, first));
        second.Disclosed.Index.Should().BeGreaterThan(first.Disclosed.Index, "each sealing is entered");
        second.SealedData.Should().NotEqual(first.SealedData);
        (await RefusalAsync(given.Ask("name"))).Should().Be(RefusalReason.CallFrequencyExceeded, "three uses were counted, not four");
        (await GivenAsync(input)).Intent.Index.Should().Be(first.Intent.Index, "a repeat is not counted, so the limit does not stop it");
        Proofs.Hold(second.Intent).Should().BeTrue();
    }

    [Fact]
    [Trait("Invariant", "I-10")]
    public async Task The_same_bytes_are_sealed_again_sixteen_times_and_then_no_more()
    {
        var input = given.Ask("name");
        for (var i = 0; i <= Release.MaxSealingsAgain; i++)
        {
            await GivenAsync(input);
        }

        (await RefusalAsync(input)).Should().Be(RefusalReason.ResumeExpired);
        (await city.ChainAsync(resident)).Count(entry => entry.Entry is Disclosed).Should().Be(1 + Release.MaxSealingsAgain);
        (await city.RequestData.RunAsync(given.Ask("name"), city.Hospital.Caller, city.Stop)).Should().BeOfType<RequestDataOutcome.Given>();
    }

    [Fact]
    [Trait("Invariant", "I-09")]
    public async Task A_repeat_reads_the_record_versions_the_intent_pinned()
    {
        var record = await city.WriteAsync(resident, name: "見本 太郎");
        var input = given.Ask("name");
        var first = await GivenAsync(input);

        await city.WriteAsync(resident, record, "見本 次郎");
        var again = await GivenAsync(input);
        var fresh = given.Ask("name");

        Plaintext(input, again).Should().Be(Plaintext(input, first));
        Plaintext(fresh, await GivenAsync(fresh)).Should().NotBe(Plaintext(input, first));
    }

    [Theory]
    [InlineData("other fields")]
    [InlineData("other time")]
    [InlineData("other share")]
    public async Task The_same_jti_with_anything_else_changed_is_a_replay(string what)
    {
        var jti = CallBinding.NewJti();
        var now = city.Time.GetUtcNow();
        var first = new Asking { Fields = ["name"], Jti = jti, IssuedAt = now };
        var input = given.Ask(first);
        await GivenAsync(input);

        var changed = what switch
        {
            "other fields" => given.Ask(first with { Fields = ["address"] }),
            "other time" => given.Ask(first with { IssuedAt = now.AddSeconds(2) }),
            _ => input with { SealedShare = given.Ask(first).SealedShare },
        };

        (await RefusalAsync(changed)).Should().Be(RefusalReason.CallReplayed);
    }

    [Fact]
    public async Task Ten_minutes_later_the_same_bytes_are_refused()
    {
        var input = given.Ask("name");
        await GivenAsync(input);

        city.Time.Shift = TimeSpan.FromMinutes(9.9);
        await GivenAsync(input);
        city.Time.Shift = TimeSpan.FromMinutes(10.1);

        (await RefusalAsync(input)).Should().Be(RefusalReason.ResumeExpired);
    }

    [Theory]
    [InlineData(-61)]
    [InlineData(62)]
    [InlineData(3600)]
    public async Task A_proof_far_from_our_clock_is_stale(int seconds)
    {
        var input = given.Ask(new Asking { Fields = ["name"], IssuedAt = city.Time.GetUtcNow().AddSeconds(seconds) });

        (await RefusalAsync(input)).Should().Be(RefusalReason.CallProofStale);
    }

    [Fact]
    public async Task A_proof_for_another_method_or_other_bytes_is_refused()
    {
        var otherMethod = given.Ask(new Asking { Fields = ["name"], Method = "/pds.v1.DisclosureService/RequestDataBatch" });
        var otherBytes = given.Ask("name") with { Call = CallFormat.Of(given.Id, ["address"]) };
        var otherGrant = given.Ask(new Asking { Fields = ["name"], Grant = GrantId.New() });

        foreach (var input in new[] { otherMethod, otherBytes, otherGrant })
        {
            (await RefusalAsync(input)).Should().Be(RefusalReason.CallProofMismatched);
        }
    }

    [Fact]
    public async Task A_replay_across_a_restart_is_still_one()
    {
        var jti = CallBinding.NewJti();
        var input = given.Ask(new Asking { Fields = ["name"], Jti = jti });
        var first = await GivenAsync(input);

        await city.RestartAsync();

        (await RefusalAsync(given.Ask(new Asking { Fields = ["address"], Jti = jti }))).Should().Be(RefusalReason.CallReplayed);
        (await GivenAsync(input)).Intent.Index.Should().Be(first.Intent.Index, "the same bytes resume across a restart");
    }

    [Fact]
    public async Task Sixty_four_identical_calls_at_once_make_one_intent_and_one_use()
    {
        var input = given.Ask("name");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            Task.Run(async () => await city.RequestData.RunAsync(input, city.Hospital.Caller, city.Stop))));

        var chain = await city.ChainAsync(resident);
        chain.Count(entry => entry.Entry is DisclosureIntended).Should().Be(1);
        outcomes.OfType<RequestDataOutcome.Given>().Should().NotBeEmpty();
        chain.Count(entry => entry.Entry is Disclosed).Should().Be(outcomes.OfType<RequestDataOutcome.Given>().Count());
        outcomes.OfType<RequestDataOutcome.Given>().Select(answer => Plaintext(input, answer)).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task After_a_withdrawal_the_same_bytes_are_refused_too()
    {
        var input = given.Ask("name");
        await GivenAsync(input);
        await city.WithdrawAsync(given);

        (await RefusalAsync(input)).Should().Be(RefusalReason.ConsentWithdrawn);
    }

    private async Task<RequestDataOutcome.Given> GivenAsync(RequestDataInput input) =>
        (await city.RequestData.RunAsync(input, city.Hospital.Caller, city.Stop)).Should().BeOfType<RequestDataOutcome.Given>().Subject;

    private async Task<RefusalReason> RefusalAsync(RequestDataInput input) =>
        (await city.RequestData.RunAsync(input, city.Hospital.Caller, city.Stop)).Should().BeOfType<RequestDataOutcome.Refused>().Subject.Reason;

    private string Plaintext(RequestDataInput input, RequestDataOutcome.Given answer)
    {
        given.TryOpen(input, answer, city.Hospital.EncryptionKey, out var plaintext).Should().BeTrue();
        return Encoding.UTF8.GetString(plaintext);
    }
}
