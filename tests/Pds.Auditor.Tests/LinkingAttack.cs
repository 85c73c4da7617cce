using System.Text;
using Pds.Auditor.Checks;
using Pds.Auditor.Tests.World;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.TestCity;

namespace Pds.Auditor.Tests;

/// <summary>
/// N15: a resident has everything erased. The export is sound all the same, and an attacker who takes everything that is left (database, log,
/// exports, and even the operator's open keys) and already knows word for word what her entries said does not find one leaf of hers: the bitmap
/// says which leaves of the log are closed, and nothing says whose they were. Each search is first shown to find her where something is left.
/// </summary>
[Trait("Feature", "N15")]
[Trait("Invariant", "I-34")]
public sealed class LinkingAttack : IAsyncLifetime
{
    private readonly AuditedCity city = new();
    private TestResident hanako = null!;
    private List<ExportedLeaf> hers = null!;
    private string before = null!;
    private byte[] chain = null!;
    private List<byte[]> bodies = null!;

    public async ValueTask InitializeAsync()
    {
        await city.InitializeAsync();
        hanako = await city.City.NewResidentWithRecordAsync("見本 花代");
        var item = await city.Story.Hospital.AskConsentAsync(await hanako.ReferenceForAsync(city.Story.Hospital), Story.Purpose);
        await hanako.GrantAsync(item);
        (before, _) = await city.ExportAsync();
        ResidentId.TryParse(hanako.ResidentId, out var id);

        // That an auditor read her chain is told in the same words to everybody, at the same moment: it is no word of hers.
        var entries = await city.City.Server.Roles.Recorder.ReadChainAsync(ChainId.Resident(id), -1, 1000, new Reader.Owner(), Stop)
            .Where(entry => entry.Entry is not HistoryRead).ToListAsync(Stop);
        var indexes = entries.Select(entry => entry.Index).ToHashSet();
        bodies = [.. entries.Select(entry => entry.Body)];
        hers = [.. Leaves(before).Where(leaf => indexes.Contains(leaf.Index))];
        chain = await ChainColumnAsync(hers[0].Index) ?? [];
        await hanako.EraseAsync();
    }

    public ValueTask DisposeAsync() => city.DisposeAsync();

    [Fact]
    [Trait("Invariant", "I-27")]
    public async Task The_export_afterwards_is_sound_and_her_leaves_are_closed_among_those_of_others()
    {
        var (after, _) = await city.ExportAsync();

        var verdict = AuditedCity.Verify(after);

        verdict.ExitCode.Should().Be(ExitCode.Sound);
        var closed = Leaves(after).Where(leaf => leaf.ClosedCommitment is not null).Select(leaf => leaf.Index).ToList();
        closed.Should().Contain(hers.Select(leaf => leaf.Index)).And.HaveCountGreaterThan(hers.Count + 2, "somebody else was erased before her");
        verdict.Checks.Single(check => check.Id == "A10").Status.Should().Be(CheckStatus.Sound);
    }

    [Fact]
    public async Task Who_knows_every_word_of_her_entries_finds_none_of_them_with_all_the_openings_that_are_left()
    {
        var (after, _) = await city.ExportAsync();
        var leaves = Leaves(after).ToDictionary(leaf => Convert.ToHexString(leaf.ToCommitment()), leaf => leaf.Index);

        Recognised(Leaves(before), leaves).Should().BeEquivalentTo(hers.Select(leaf => leaf.Index), "an export from before opens her leaves to whoever kept it");
        Recognised(Leaves(after), leaves).Should().NotIntersectWith(hers.Select(leaf => leaf.Index));
    }

    [Fact]
    public async Task Neither_the_database_nor_the_log_nor_an_export_ties_her_leaves_to_one_another()
    {
        var (after, _) = await city.ExportAsync();
        var who = Leaves(before).Single(leaf => leaf.Index == hers[0].Index).Who!.Value.ToString();
        await city.City.Server.Roles.Recorder.PublishAsync(Stop);
        await StillAsync();
        List<byte[]> ties = [chain, Encoding.UTF8.GetBytes(who), Encoding.UTF8.GetBytes(hanako.ResidentId), .. hers.Select(leaf => leaf.Link!.Chain.ToArray())];

        (await ChainColumnAsync(hers[0].Index)).Should().BeNull("her entries have no row any more");
        foreach (var file in Directory.GetFiles(city.City.Data, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("pds.lock", StringComparison.Ordinal) && !file.EndsWith(".age", StringComparison.Ordinal))
            .Concat(Directory.GetFiles(after, "*", SearchOption.AllDirectories)))
        {
            var bytes = await ReadAsync(file);
            ties.Where(tie => bytes.AsSpan().IndexOf(tie) >= 0 || bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Base64Url.Encode(tie))) >= 0)
                .Should().BeEmpty(Path.GetFileName(file));
        }
    }

    [Fact]
    public async Task Her_leaves_look_like_any_closed_leaf_in_an_export()
    {
        var (after, _) = await city.ExportAsync();

        foreach (var leaf in Leaves(after).Where(leaf => hers.Any(one => one.Index == leaf.Index)))
        {
            Encoding.UTF8.GetString(leaf.ToLine()).Should().Be($"{{\"c\":\"{Base64Url.Encode(leaf.ToCommitment())}\",\"i\":{leaf.Index}}}");
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Every opening there is, tried on every word she is known to have said.
    private HashSet<long> Recognised(IEnumerable<ExportedLeaf> openings, Dictionary<string, long> leaves)
    {
        var found = new HashSet<long>();
        foreach (var opening in openings.Where(leaf => leaf.BodyKey is not null))
        {
            foreach (var body in bodies)
            {
                var commitment = Commitment.Of(Commitment.BodyMac(opening.BodyKey, body), Commitment.LinkMac(opening.LinkKey, opening.Link!));
                if (leaves.TryGetValue(Convert.ToHexString(commitment), out var index))
                {
                    found.Add(index);
                }
            }
        }

        return found;
    }

    private static IEnumerable<ExportedLeaf> Leaves(string folder)
    {
        foreach (var line in File.ReadLines(Path.Combine(folder, "leaves/000000.jsonl")))
        {
            ExportedLeaf.TryParse(Encoding.UTF8.GetBytes(line), out var leaf).Should().BeTrue();
            yield return leaf!;
        }
    }

    // The one column that ties the entries of a chain together, as whoever takes the disk reads it.
    private async Task<byte[]?> ChainColumnAsync(long index)
    {
        await using var database = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(city.City.Data, "pds.db")};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync(Stop);
        var command = database.CreateCommand();
        command.CommandText = $"SELECT chain FROM events WHERE idx = {index}";
        return (byte[]?)await command.ExecuteScalarAsync(Stop);
    }

    // Deleted rows leave the write-ahead log when the writer was idle for a second.
    private async Task StillAsync()
    {
        for (var patience = 0; patience < 200 && new FileInfo(Path.Combine(city.City.Data, "pds.db-wal")) is { Exists: true, Length: > 0 }; patience++)
        {
            await Task.Delay(50, Stop);
        }
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, Stop);
        return bytes;
    }
}
