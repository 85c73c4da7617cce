using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests;

/// <summary>
/// A withdrawal that cannot be carried out denies all the same, whatever keeps it back: the disk, the clock, the age of its proof (I-06). The
/// settling timer needs a commit of its own, so a locked database also keeps it from lifting a latch while a test looks.
/// </summary>
[Trait("Feature", "C4")]
[Trait("Invariant", "I-06")]
public sealed class StopsLatchFirst : IAsyncLifetime
{
    private const string Withdraw = "/pds.v1.ConsentService/Withdraw";
    private readonly SetBackTime wall = new();
    private City city = null!;
    private Story story = null!;

    public async ValueTask InitializeAsync()
    {
        city = await City.StartAsync(wall: wall);
        story = await Story.PlayAsync(city);
    }

    [Fact]
    public async Task A_withdrawal_that_the_disk_refuses_denies_until_the_ledger_says_that_nothing_happened()
    {
        await EnterRefusalAsync();
        var asked = await story.PrepareAsync();
        using (Locked())
        {
            (await story.Hanako.WithdrawAsync(story.Consent.GrantId)).Reason.Should().Be("LEDGER_UNAVAILABLE");

            (await story.Hospital.RequestDataAsync(asked)).Reason.Should().Be("CONSENT_WITHDRAWN", "the latch answers, not the disk");
            IsLatched().Should().BeTrue();
        }

        await UnlatchedAsync();
        (await StateAsync()).Should().Be(ConsentState.Active, "which is durably known now");
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync())).Reason.Should().Be("OK");
        (await story.Hanako.WithdrawAsync(story.Consent.GrantId)).Reason.Should().Be("OK");
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync())).Reason.Should().Be("CONSENT_WITHDRAWN");
    }

    [Fact]
    [Trait("Invariant", "I-12")]
    public async Task A_withdrawal_under_a_clock_that_was_set_back_denies_until_the_clock_is_right()
    {
        wall.SetBack = TimeSpan.FromHours(1);

        (await story.Hanako.WithdrawAsync(story.Consent.GrantId)).Reason.Should().Be("CLOCK_NOT_TRUSTWORTHY");

        IsLatched().Should().BeTrue();
        wall.SetBack = TimeSpan.Zero;
        await UnlatchedAsync();
        (await StateAsync()).Should().Be(ConsentState.Active);
    }

    [Fact]
    public async Task A_withdrawal_whose_proof_came_late_is_refused_and_denies_all_the_same()
    {
        var message = Message();
        var late = story.Hanako.Proof(Withdraw, message, claims => claims["iat"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds());
        using (Locked())
        {
            (await story.Hanako.SendAsync(Withdraw, message, late)).Reason.Should().Be("CALL_PROOF_STALE");

            IsLatched().Should().BeTrue();
        }

        await UnlatchedAsync();
    }

    [Fact]
    public async Task Nobody_elses_message_denies_anything()
    {
        var taro = await city.NewResidentAsync();
        var message = Message();
        using var strange = Es256Key.Create();
        using (Locked())
        {
            (await taro.SendAsync(Withdraw, message)).Reason.Should().Be("LEDGER_UNAVAILABLE");
            (await taro.SendAsync(Withdraw, message, story.Hanako.Proof(Withdraw, [1]))).Reason.Should().Be("CALL_PROOF_MISMATCHED");
            (await taro.SendAsync(Withdraw, message, Forged(strange, message))).Reason.Should().Be("UNAUTHENTICATED");
            (await story.Hospital.SendAsync(Withdraw, message)).Reason.Should().Be("PERMISSION_DENIED");

            IsLatched().Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_withdrawal_that_was_refused_for_good_denies_no_longer()
    {
        var stale = new WithdrawRequest { GrantId = story.Consent.GrantId, Etag = "v1", RequestId = Actor.NewRequestId() };

        (await story.Hanako.AskAsync(Withdraw, stale)).Reason.Should().Be("ETAG_MISMATCH");

        IsLatched().Should().BeFalse("it is known that nothing was withdrawn");
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public async Task A_withdrawal_sent_again_by_a_thief_tells_nothing_more_than_that_it_was_sent()
    {
        var refused = new WithdrawRequest { GrantId = story.Consent.GrantId, Etag = "v1", RequestId = Actor.NewRequestId() };
        await SentTwiceAsync(refused.ToByteArray(), first => first.Should().NotBe("OK"));

        await SentTwiceAsync(Message(), first => first.Should().Be("OK"));

        await SentTwiceAsync(Message(), first => first.Should().Be("OK", "withdrawing again answers as the first time"));
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    private async Task SentTwiceAsync(byte[] message, Action<string> first)
    {
        var proof = story.Hanako.Proof(Withdraw, message);
        first((await story.Hanako.SendAsync(Withdraw, message, proof)).Reason);

        var again = await story.Hanako.SendAsync(Withdraw, message, proof);

        again.Reason.Should().Be("CALL_REPLAYED");
        again.Messages.Should().BeEmpty();
    }

    // A refusal whose like was entered within the hour is only counted, so the disk has no say in the answer any more.
    private async Task EnterRefusalAsync()
    {
        GrantId.TryParse(story.Consent.GrantId, out var grant).Should().BeTrue();
        city.Server.Roles.Latch.Hold(grant);
        (await story.Hospital.RequestDataAsync(await story.PrepareAsync())).Reason.Should().Be("CONSENT_WITHDRAWN");
        city.Server.Roles.Latch.Release(grant);
    }

    private byte[] Message() =>
        new WithdrawRequest { GrantId = story.Consent.GrantId, RequestId = Actor.NewRequestId() }.ToByteArray();

    private string Forged(Es256Key key, byte[] message) =>
        CompactJws.Sign(key, "pds-call+jwt", story.Hanako.Claims(Withdraw, message), new JsonObject { ["kid"] = key.PublicKey.Jkt });

    private async Task<ConsentState> StateAsync() => (await story.Hanako.CallAsync<ListConsentsResponse>(
        "/pds.v1.ConsentService/ListConsents", new ListConsentsRequest())).Consents.Single().State;

    private bool IsLatched()
    {
        GrantId.TryParse(story.Consent.GrantId, out var grant).Should().BeTrue();
        return city.Server.Roles.Latch.IsLatched(grant);
    }

    private async Task UnlatchedAsync()
    {
        for (var waited = 0; IsLatched() && waited < 100; waited++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        IsLatched().Should().BeFalse("the timer finds out how it ended");
    }

    // The write lock in another connection's hands: nothing can be recorded, everything can be read.
    private SqliteConnection Locked()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(city.Data, "pds.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false,
        }.ToString());
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return connection;
    }

    private sealed class SetBackTime : TimeProvider
    {
        public TimeSpan SetBack { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - SetBack;
    }
}
