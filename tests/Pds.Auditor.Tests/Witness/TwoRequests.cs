using System.Net;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Witness;

/// <summary>Requests that are each right and together are not: check and store are one step (I-23).</summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-22")]
[Trait("Invariant", "I-23")]
public sealed class TwoRequests
{
    private const int Rounds = 100;

    [Fact]
    public async Task Of_two_histories_sent_at_the_same_time_one_is_cosigned()
    {
        using var folder = new TemporaryDirectory();
        using var seed = new MemoryLog().Append(3);
        await using var witness = await RunningWitness.StartAsync(folder.Path, seed.Signer.Verifier);
        (await witness.AddAsync(await seed.RequestAsync(0))).StatusCode.Should().Be(HttpStatusCode.OK);
        var leaves = seed.Leaves.ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var size = leaves.Length;
            var branches = new[] { 0, 1 }.Select(side => Forks.Holding([.. leaves, TestLeaves.Commitment(10_000 + (2 * round) + side)])).ToArray();
            var requests = await Task.WhenAll(branches.Select(branch => branch.RequestAsync(size)));

            var answers = await Task.WhenAll(requests.Select(request => Task.Run(() => witness.AddAsync(request))));

            var statuses = answers.Select(answer => answer.StatusCode).ToArray();
            statuses.Should().BeEquivalentTo([HttpStatusCode.OK, HttpStatusCode.Conflict], "round {0}: both follow from {1}, and not from each other", round, size);
            leaves = [.. branches[Array.IndexOf(statuses, HttpStatusCode.OK)].Leaves];
            Array.ForEach(branches, branch => branch.Dispose());
        }
    }

    // The race of the specification: N and N+K are both consistent with what was cosigned before; N must not roll N+K back.
    [Fact]
    public async Task A_smaller_checkpoint_never_rolls_back_a_larger_one_sent_at_the_same_time()
    {
        using var folder = new TemporaryDirectory();
        using var log = new MemoryLog().Append(3 * Rounds);
        await using var witness = await RunningWitness.StartAsync(folder.Path, log.Signer.Verifier);
        var cosigned = 1L;
        await witness.AddAsync(await log.RequestAsync(0, cosigned));
        for (var round = 0; round < Rounds; round++)
        {
            var requests = new[] { await log.RequestAsync(cosigned, cosigned + 1), await log.RequestAsync(cosigned, cosigned + 2) };

            var answers = await Task.WhenAll(requests.Select(request => Task.Run(() => witness.AddAsync(request))));

            answers.Count(answer => answer.IsSuccessStatusCode).Should().Be(1);
            var size = answers[0].IsSuccessStatusCode ? cosigned + 1 : cosigned + 2;
            var told = await (await witness.AddAsync(await log.RequestAsync(0, size))).Content.ReadAsStringAsync();
            told.Should().Be($"{size}\n");
            cosigned = size;
        }
    }
}
