using System.Collections.Concurrent;
using System.Text;
using Microsoft.Data.Sqlite;
using Quickstart;

namespace Pds.EndToEnd.Tests;

/// <summary>After a life of consents nothing of a person is left in any byte the server or its clients wrote, said or logged (I-30, I-37).</summary>
public sealed class NothingIsLeftBehind(ITestOutputHelper output)
{
    [Fact]
    [Trait("Feature", "S8")]
    [Trait("Feature", "V2")]
    [Trait("Invariant", "I-30")]
    [Trait("Invariant", "I-37")]
    public async Task No_value_and_no_relation_is_found_and_a_planted_one_is()
    {
        await using var city = RunningCity.Prepare();
        var log = new ConcurrentQueue<string>();
        var temp = Directory.CreateDirectory(Path.Combine(city.Scratch, "tmp")).FullName;
        var life = new CanaryLife(city);
        await city.FirstRunAsync(new Launch
        {
            Arguments = ["--logLevel", "Trace"],
            Environment = new Dictionary<string, string> { ["TMPDIR"] = temp },
            Output = log.Enqueue,
        });
        await life.LiveAsync();

        // While it runs, with everything still in the write-ahead log; then at rest.
        CheckFolder(city.Data, life, "running");
        await city.StopAsync();
        CheckFolder(city.Data, life, "stopped");
        var values = new CanaryScanner([.. CanaryLife.Values]);
        values.ScanFolder(temp).Should().BeEmpty("temporary files");
        values.ScanFolder(city.Organizations).Should().BeEmpty("identities and receipt books of the organisations");
        var said = Encoding.UTF8.GetBytes(string.Join('\n', log));
        values.Scan("log at Trace", said).Should().BeEmpty();
        values.Scan("refusals and replies", life.Heard).Should().BeEmpty();
        output.WriteLine($"{said.Length} bytes of log at Trace, {life.HeardCount} replies and refusals, {CanaryLife.Values.Count} values and {life.Relations.Count} relations.");
        said.Length.Should().BeGreaterThan(10_000, "the log was really open");

        await PlantAsync(city);
        var found = values.ScanFolder(city.Data).Select(find => find.Place).ToList();
        found.Should().Contain("planted.bin").And.Contain(place => place.StartsWith("pds.db", StringComparison.Ordinal), "the same scan finds what is there");
        new CanaryScanner([.. life.Relations]).ScanFolder(city.Data).Should().Contain(find => find.Place == "planted.bin");

        async Task PlantAsync(RunningCity planted)
        {
            var name = CanaryLife.Values.Single(value => value.Name == "name");
            var relation = life.Relations.First(one => one.Name == "grant");
            await File.WriteAllBytesAsync(Path.Combine(planted.Data, "planted.bin"),
                [7, .. name.Forms.Single(form => form.Encoding == "base64+1").Pattern, 8, .. relation.Forms.Single(form => form.Encoding == "raw bytes").Pattern]);
            await using var connection = new SqliteConnection($"Data Source={Path.Combine(planted.Data, "pds.db")};Pooling=False");
            await connection.OpenAsync();
            await using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO origins(name) VALUES($name)";
            insert.Parameters.AddWithValue("$name", Encoding.UTF8.GetString(name.Forms.Single(form => form.Encoding == "UTF-8").Pattern));
            await insert.ExecuteNonQueryAsync();
        }
    }

    private static void CheckFolder(string folder, CanaryLife life, string when) =>
        new CanaryScanner([.. CanaryLife.Values, .. life.Relations]).ScanFolder(folder).Should().BeEmpty($"data folder, {when}");
}
