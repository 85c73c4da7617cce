using Pds.Ledger;
using Pds.Protocol.V1;
using Pds.TestCity;

namespace Pds.Server.Tests.PublicLog;

/// <summary>GetConsistencyProof: the log as anybody saw it before is a prefix of the log now.</summary>
[Collection(nameof(CityFixture))]
public sealed class ConsistencyFacts(CityFixture city)
{
    private const string Path = "/pds.v1.LedgerService/GetConsistencyProof";

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task Two_signed_checkpoints_are_joined_by_the_proof()
    {
        var before = await CheckpointAsync();
        await city.Story.Hospital.RequestDataAsync(await city.Story.PrepareAsync("name"));
        var after = await NextCheckpointAsync(before.Size);

        var answer = await city.City.Anybody.CallAsync<GetConsistencyProofResponse>(Path, Between(before.Size, after.Size));

        after.Size.Should().BeGreaterThan(before.Size);
        var proof = new ConsistencyProof(before.Size, after.Size, [.. answer.Hashes.Select(hash => hash.ToByteArray())]);
        proof.Verify(before.Root, after.Root).Should().BeTrue();
        proof.Verify(after.Root, before.Root).Should().BeFalse();
    }

    [Theory]
    [InlineData(0, 1, "INVALID_ARGUMENT")]
    [InlineData(-1, 1, "INVALID_ARGUMENT")]
    [InlineData(3, 2, "INVALID_ARGUMENT")]
    [InlineData(1, 1_000_000_000, "NOT_FOUND")]
    [InlineData(1, long.MaxValue, "NOT_FOUND")]
    public async Task Sizes_that_are_none_of_the_logs_are_refused(long oldSize, long newSize, string reason)
    {
        var answer = await city.City.Anybody.AskAsync(Path, Between(oldSize, newSize));

        answer.Reason.Should().Be(reason);
    }

    private static GetConsistencyProofRequest Between(long oldSize, long newSize) => new() { OldSize = oldSize, NewSize = newSize };

    // The public directory follows an answer at its own beat of at most 10 s.
    private async Task<Checkpoint> NextCheckpointAsync(long beyond)
    {
        var checkpoint = await CheckpointAsync();
        for (var tries = 0; tries < 60 && checkpoint.Size <= beyond; tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            checkpoint = await CheckpointAsync();
        }

        return checkpoint;
    }

    private async Task<Checkpoint> CheckpointAsync()
    {
        var answer = await city.City.Anybody.CallAsync<GetCheckpointResponse>("/pds.v1.LedgerService/GetCheckpoint", new GetCheckpointRequest());
        Checkpoint.TryOpen(answer.Checkpoint.ToStringUtf8(), await LogKeyAsync(), out var checkpoint).Should().BeTrue();
        return checkpoint!;
    }

    private async Task<NoteVerifier> LogKeyAsync()
    {
        var keys = await city.City.Anybody.CallAsync<GetServerKeysResponse>("/pds.v1.LedgerService/GetServerKeys", new GetServerKeysRequest());
        NoteVerifier.TryParse(keys.LogVkey, out var log).Should().BeTrue();
        return log!;
    }
}
