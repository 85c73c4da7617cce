using System.Globalization;
using Pds.Auditor.Witness;
using Pds.Ledger;

namespace Pds.Auditor.Tests.Witness;

/// <summary>
/// The real process, SIGKILLed again and again while two histories of one log race for its cosignature. Whatever it answered, and whatever its
/// state says afterwards, belongs to one history.
/// </summary>
[Trait("Feature", "N2")]
[Trait("Invariant", "I-21")]
[Trait("Invariant", "I-22")]
[Trait("Invariant", "I-23")]
public sealed class WitnessKillRounds(ITestOutputHelper output)
{
    private const int Steps = 24, ClientsOfEachBranch = 2;

    [Fact]
    public async Task A_witness_killed_at_any_moment_never_signs_two_trees()
    {
        var (rounds, seed) = (FromEnvironment("PDS_KILL_ROUNDS", 60), FromEnvironment("PDS_KILL_SEED", Random.Shared.Next()));
        Say($"{rounds} rounds, seed {seed} (PDS_KILL_ROUNDS, PDS_KILL_SEED)");
        using var folder = new TemporaryDirectory();
        using var start = new MemoryLog().Append(3);
        var key = await WitnessProcess.MakeKeyAsync(folder.Path, "witness.example/1");
        var history = new SignedHistory(key, start.Signer.Verifier);
        var witness = await WitnessProcess.StartAsync(folder.Path, start.Signer.Verifier.ToString());
        history.Take(await (await witness.AddAsync(await start.RequestAsync(0))).Content.ReadAsStringAsync(), await start.RequestAsync(0));
        var trunk = start.Leaves.ToArray();
        var (cosigned, unanswered) = (0, 0);
        for (var round = 1; round <= rounds; round++)
        {
            var random = new Random(unchecked(seed + (round * 7919)));
            using var one = Branch(trunk, round, 0);
            using var other = Branch(trunk, round, 1);
            var before = history.Count;

            var load = new[] { one, other }.SelectMany(branch => Enumerable.Range(0, ClientsOfEachBranch)
                .Select(_ => new Random(random.Next())).Select(own => LoadAsync(witness, branch, trunk.Length, own, history))).ToList();
            await Task.Delay(random.Next(5, 120));
            await witness.KillAsync();
            await Task.WhenAll(load);
            await witness.DisposeAsync();
            witness = await WitnessProcess.StartAsync(folder.Path, start.Signer.Verifier.ToString());

            var size = await SizeAsync(witness, one);
            size.Should().BeGreaterThanOrEqualTo(history.Largest, "round {0}: what was signed had been stored", round);
            unanswered += size > history.Largest ? 1 : 0;
            var winner = await ContinueAsync(witness, [one, other], size, trunk.Length, history);
            history.RequireOneHistory(winner);
            cosigned += history.Count - before;
            trunk = [.. winner.Leaves];
            if (round % 10 == 0 || round == rounds)
            {
                Say($"round {round}: {history.Count} cosignatures over {trunk.Length} leaves, {unanswered} kills between storing and answering");
            }
        }

        await witness.DisposeAsync();
        cosigned.Should().BeGreaterThan(rounds, "the load got through between the kills");
    }

    private static MemoryLog Branch(byte[][] trunk, int round, int side) => Forks.Holding(
        [.. trunk, .. Enumerable.Range(0, Steps).Select(step => TestLeaves.Commitment((1_000L * round) + (100 * side) + step + 1_000_000))]);

    // Each client goes its branch up from where the witness says it stands, as a log would.
    private static async Task LoadAsync(WitnessProcess witness, MemoryLog branch, long from, Random random, SignedHistory history)
    {
        try
        {
            while (from < branch.Tree.Size)
            {
                var request = await branch.RequestAsync(from, Math.Min(branch.Tree.Size, from + random.Next(1, 4)));
                var answer = await witness.AddAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                switch ((int)answer.StatusCode)
                {
                    case 200:
                        from = history.Take(body, request).Size;
                        break;
                    case 409:
                        from = long.Parse(body, CultureInfo.InvariantCulture);
                        break;
                    default:
                        return; // 422: the other branch won.
                }
            }
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }

    private static async Task<long> SizeAsync(WitnessProcess witness, MemoryLog branch)
    {
        var answer = await witness.AddAsync(await branch.RequestAsync(0));
        ((int)answer.StatusCode).Should().Be(409);
        return long.Parse(await answer.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture);
    }

    // From where the witness stands now, one branch goes on and the other does not, unless neither had begun.
    private static async Task<MemoryLog> ContinueAsync(WitnessProcess witness, MemoryLog[] branches, long size, long begun, SignedHistory history)
    {
        List<MemoryLog> continued = [];
        foreach (var branch in branches)
        {
            var request = await branch.RequestAsync(size);
            var answer = await witness.AddAsync(request);
            if (answer.IsSuccessStatusCode)
            {
                history.Take(await answer.Content.ReadAsStringAsync(), request);
                continued.Add(branch);
            }
        }

        continued.Should().ContainSingle("the witness stood at {0} and the branches part at {1}", size, begun);
        return continued[0];
    }

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private void Say(string text)
    {
        output.WriteLine(text);
        TestContext.Current.SendDiagnosticMessage(text);
    }
}
