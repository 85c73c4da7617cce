using System.Diagnostics;
using Pds.Client;
using Quickstart;

if (args.Contains("--help"))
{
    Console.WriteLine(Options.Help);
    return 0;
}

if (Options.TryParse(args, out var problem) is not { } options)
{
    Say.Surprise(problem);
    return 2;
}

var clock = Stopwatch.StartNew();
var work = Directory.CreateTempSubdirectory("pds-quickstart-").FullName;
var data = Directory.CreateDirectory(Path.Combine(work, "server")).FullName;
ServerProcess? server = null;
var pages = false;
try
{
    Say.Title("見本 花子さんの1日（シナリオ SC1）");
    Say.Step(Walk.Steps, "サーバーを起動します");
    server = await ServerProcess.StartAsync(options.Server ?? ServerProgram.Path, data);
    Say.Line($"動きました: {server.Address}（データの置き場は、この実行だけの一時フォルダーです）");

    using var city = new City(server, Path.Combine(work, "organizations"));
    var walk = new Walk(server, city, options.Out is { } folder ? new EvidenceFolder(folder) : null);
    var count = await walk.RunAsync();

    Console.WriteLine();
    Say.Line($"かかった時間: {clock.Elapsed.TotalSeconds:F1} 秒");
    Console.WriteLine($"SC1 OK ({count} checks)");
    pages = options.Pages ?? PagesProgram.IsWatched;
}
catch (Exception surprise) when (surprise is SurpriseException or PdsException or IOException or InvalidOperationException or HttpRequestException)
{
    Say.Surprise(surprise is PdsException refusal ? $"{refusal.Reason}: {refusal.Message}" : surprise.Message);
    foreach (var line in server?.LastLines() ?? [])
    {
        Console.Error.WriteLine("  server: " + line);
    }

    return 1;
}
finally
{
    if (server is not null)
    {
        await server.DisposeAsync();
    }

    if (options.Keep)
    {
        Console.Error.WriteLine($"一時フォルダーを残しました: {work}");
    }
    else
    {
        Directory.Delete(work, recursive: true);
    }
}

// Everything of the walk is gone by now; the pages bring a city of their own, with a past.
return pages ? await PagesProgram.RunAsync() : 0;
