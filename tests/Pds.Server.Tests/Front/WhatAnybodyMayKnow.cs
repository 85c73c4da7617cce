using Google.Rpc;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.Server.Errors;
using Pds.Server.Paging;
using Pds.TestCity;
using Why = Pds.Consent.RefusalReason;
using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Tests.Front;

/// <summary>What the server tells about time, and to whom.</summary>
public sealed class WhatAnybodyMayKnow
{
    [Fact]
    [Trait("Invariant", "I-25")]
    public async Task Anybody_reads_the_log_on_the_beat_of_the_public_directory()
    {
        await using var city = await City.StartAsync(o => o.PublishSeconds = 3600);
        await city.NewResidentAsync();
        var recorder = city.Server.Roles.Recorder;
        var published = recorder.Published!.Size;

        var told = await city.Anybody.CallAsync<GetCheckpointResponse>("/pds.v1.LedgerService/GetCheckpoint", new GetCheckpointRequest());
        var older = await city.Anybody.AskAsync("/pds.v1.LedgerService/GetProof", new GetProofRequest { Index = published - 1 });
        var newer = await city.Anybody.AskAsync("/pds.v1.LedgerService/GetProof", new GetProofRequest { Index = published });

        recorder.Latest.Size.Should().BeGreaterThan(published);
        told.Checkpoint.ToStringUtf8().Should().Be(await File.ReadAllTextAsync(Path.Combine(city.Data, "log", "checkpoint"), TestContext.Current.CancellationToken));
        older.Reason.Should().Be("OK");
        newer.Reason.Should().Be("NOT_FOUND");
    }

    [Fact]
    public async Task The_front_seals_page_tokens_under_a_key_of_its_own()
    {
        await using var city = await City.StartAsync(enrolSteward: false);
        var roles = city.Server.Roles;
        using var keys = SealedKeyFile.Open(
            Path.Combine(city.Data, "keys.sealed"), await File.ReadAllTextAsync(Path.Combine(city.Data, "dev-passphrase"), TestContext.Current.CancellationToken));
        using var front = new PageTokens(roles.PageKey, city.Origin, roles.Recorder.Clock);

        var token = front.Make("caller", "method", "", 7);

        foreach (var name in new[] { "k-index", "k-ledger", "k-gate", "k-root" })
        {
            using var key = keys.OpenMaster(name);
            using var other = new PageTokens(key, city.Origin, roles.Recorder.Clock);
            other.TryRead(token, "caller", "method", "", out _).Should().BeFalse("{0} belongs to another role", name);
        }

        front.TryRead(token, "caller", "method", "", out var cursor).Should().BeTrue();
        cursor.Should().Be(7);
    }

    [Fact]
    [Trait("Rule", "10")]
    public async Task A_period_that_is_used_up_says_when_the_next_one_begins()
    {
        await using var city = await City.StartAsync();
        var story = await Story.PlayAsync(city);
        story.Consent.Terms.Frequency.Period.Should().Be(FrequencyPeriod.Day);
        for (var used = 0; used < story.Consent.Terms.Frequency.Calls; used++)
        {
            (await story.Hospital.RequestDataAsync(await story.PrepareAsync())).Code.Should().Be(0);
        }

        var refused = await story.Hospital.RequestDataAsync(await story.PrepareAsync());

        refused.Reason.Should().Be("CALL_FREQUENCY_EXCEEDED");
        RetryOf(refused.Status).Should().BeGreaterThan(TimeSpan.Zero).And.BeLessThanOrEqualTo(TimeSpan.FromDays(1));
    }

    [Fact]
    public void Asking_for_too_much_at_once_is_not_helped_by_waiting()
    {
        var status = RefusalStatus.Of(Wire.LimitExceeded, "cal_x", retryAfter: RefusalStatus.RetryAfter(new Refusal(Why.LimitExceeded), DateTimeOffset.UtcNow));

        RetryOf(status).Should().BeNull();
    }

    private static TimeSpan? RetryOf(Google.Rpc.Status status) =>
        status.Details.SingleOrDefault(detail => detail.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>().RetryDelay.ToTimeSpan();
}
