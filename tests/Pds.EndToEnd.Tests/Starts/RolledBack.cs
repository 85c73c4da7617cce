using Pds.Client;
using Pds.Ledger;
using Quickstart;

namespace Pds.EndToEnd.Tests;

/// <summary>Old copies put back beside newer files (I-22): an old database would fork the log and is refused; old
/// tiles are a question for a person, whose answer lets the database catch them up.</summary>
public sealed class RolledBack
{
    private const int Refused = 3;

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task An_older_database_beside_newer_tiles_is_refused_with_what_to_do()
    {
        await using var city = await RunningCity.OpenAsync();
        var (old, handed) = await OldCopyAsync(city);
        var newest = Copy(city.Data, Path.Combine(city.Scratch, "newest"), "pds.db*");

        Remove(city.Data, "pds.db*");
        Copy(old, city.Data, "pds.db*");
        var start = await ServerRun.ToEndAsync(city.Data);

        start.ExitCode.Should().Be(Refused);
        start.Said.Should().Contain("old copy").And.Contain("Restore the newest").And.NotContain("   at ");

        // What it said to do is what helps.
        Remove(city.Data, "pds.db*");
        Copy(newest, city.Data, "pds.db*");
        await city.StartAsync();
        await new PublicTree(city.LogFolder, city.Log).RequireExtendsAsync(handed);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task Older_tiles_beside_a_newer_database_are_refused_until_a_person_says_to_catch_them_up()
    {
        await using var city = await RunningCity.OpenAsync();
        var (old, handed) = await OldCopyAsync(city);
        var before = (await new PublicTree(Path.Combine(old, "log"), city.Log).SoundAsync()).Size;
        var newest = (await new PublicTree(city.LogFolder, city.Log).SoundAsync()).Size;

        Directory.Delete(city.LogFolder, recursive: true);
        Copy(Path.Combine(old, "log"), city.LogFolder, "*");
        before.Should().BeLessThan(newest);
        var start = await ServerRun.ToEndAsync(city.Data);
        start.ExitCode.Should().Be(Refused);
        start.Said.Should().Contain("an old copy").And.Contain("republish-log").And.NotContain("   at ");

        await city.StartAsync(new Launch { Arguments = ["--republish-log", "true"] });
        (await new PublicTree(city.LogFolder, city.Log).RequireExtendsAsync(handed)).Should().BeGreaterThanOrEqualTo(newest);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public async Task A_changed_bundle_of_entries_is_named_at_the_start()
    {
        await using var city = await RunningCity.OpenAsync();
        await city.StopAsync();
        var size = (await new PublicTree(city.LogFolder, city.Log).SoundAsync()).Size;
        var name = new TilePath(TilePath.Entries, size / FullTile.Width, (int)(size % FullTile.Width)).ToString();
        var bundle = Path.Combine(city.LogFolder, name);
        var bytes = await File.ReadAllBytesAsync(bundle);
        bytes[EntryBundle.EntryBytes - 1] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes);

        var start = await ServerRun.ToEndAsync(city.Data);

        start.ExitCode.Should().Be(Refused);
        start.Said.Should().Contain(name).And.NotContain("   at ");
    }

    // A copy taken in good order while the server rests, and a city that went on afterwards and rests again.
    private static async Task<(string Old, HandedOut Handed)> OldCopyAsync(RunningCity city)
    {
        var handed = new HandedOut(city.Recipient.Verifier);
        var resident = await city.EnrollResidentAsync("見本 花子");
        var grant = await resident.GrantAsync();
        handed.Take(await city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"])));
        await city.StopAsync();
        var old = Copy(city.Data, Path.Combine(city.Scratch, "old"), "*");
        await city.StartAsync();
        handed.Take(await city.Recipient.RequestDataAsync(new DataRequest(grant, ["name"])));
        handed.Take((await resident.Device.WithdrawAsync(grant)).Evidence);
        await city.StopAsync();
        return (old, handed);
    }

    private static string Copy(string from, string to, string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(from, pattern, SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return to;
    }

    private static void Remove(string folder, string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(folder, pattern))
        {
            File.Delete(file);
        }
    }
}
