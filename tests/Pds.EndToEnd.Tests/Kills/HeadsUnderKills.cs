using System.Text;
using Pds.Client;
using Pds.Ledger;
using Quickstart;

namespace Pds.EndToEnd.Tests;

/// <summary>
/// SIGKILL around the end of an epoch, again and again, with epochs of a second. Then the public openings are read with the log's files alone:
/// one chain, at most one entry an epoch, every gap confessed, no half line.
/// </summary>
public sealed class HeadsUnderKills
{
    private const int Rounds = 12;
    private static readonly Launch EverySecond = new() { Arguments = ["--heads-seconds", "1"] };

    [Fact]
    [Trait("Invariant", "I-07")]
    [Trait("Invariant", "I-26")]
    public async Task No_epoch_is_entered_twice_and_no_gap_is_hidden_however_often_the_server_is_killed()
    {
        await using var city = await RunningCity.OpenAsync(EverySecond);
        var resident = await city.EnrollResidentAsync("見本 花子");
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(Random.Shared.Next(0, 1500));
            await city.KillAsync();
            await city.StartAsync(EverySecond);
        }

        await resident.ReachAsync();
        var whole = await WholeAsync(resident.Device);
        await city.StopAsync();

        var heads = RequireOneChain(city);
        heads.Should().HaveCountGreaterThan(3).And.Contain(entry => entry.Missed > 0, "the server was down for more than a second at least once");
        heads.Max(entry => entry.Epoch).Should().BeGreaterThanOrEqualTo(whole.Heads.Epoch);
    }

    private static async Task<HistoryCheck.Whole> WholeAsync(ResidentDevice device)
    {
        for (var tries = 0; ; tries++)
        {
            if (await device.CheckHistoryAsync() is HistoryCheck.Whole { Later: 0 } whole)
            {
                return whole;
            }

            tries.Should().BeLessThan(100, "an epoch is one second");
            await Task.Delay(200);
        }
    }

    private static List<HeadsPublished> RequireOneChain(RunningCity city)
    {
        LogChecker.Check(city.LogFolder, city.Log).Should().BeOfType<LogCheck.Sound>();
        var (heads, previous) = (new List<HeadsPublished>(), new byte[32]);
        foreach (var line in File.ReadAllLines(Path.Combine(city.LogFolder, "heads")))
        {
            ExportedLeaf.TryParse(Encoding.UTF8.GetBytes(line), out var leaf).Should().BeTrue(line);
            (leaf!.Name, leaf.Link!.Seq).Should().Be(("heads", heads.Count));
            leaf.Link.Prev.ToArray().Should().Equal(previous);
            LedgerEntry.TryParse(leaf.Body, out var body).Should().BeTrue();
            var entry = (HeadsPublished)body!;
            entry.Follows(heads.LastOrDefault()).Should().BeTrue($"epoch {entry.Epoch} with {entry.Missed} missed follows");
            heads.Add(entry);
            previous = leaf.ToCommitment();
        }

        return heads;
    }
}
