using System.Diagnostics;
using System.Globalization;

namespace Pds.Benchmarks;

/// <summary>
/// <c>pds-audit verify</c> as a process of its own over the export of a populated city, beside the bare primitives over the same bytes on the
/// same cores.
/// </summary>
internal static class VerifyExportRun
{
    private const double MostTimesBare = 3;
    private const double MostMegabytes = 512;

    /// <summary>Measures.</summary>
    /// <param name="entries">Leaves of the log, about.</param>
    /// <param name="folder">Where the export is kept from run to run; null makes one and removes it.</param>
    public static async Task<int> RunAsync(long entries, string? folder)
    {
        var parent = folder is null ? Directory.CreateTempSubdirectory("pds-bench-").FullName : Path.GetDirectoryName(Path.GetFullPath(folder))!;
        var export = folder is null ? Path.Combine(parent, "export") : Path.GetFullPath(folder);
        try
        {
            if (!Directory.Exists(export))
            {
                await MakeAsync(entries, parent, export);
            }

            return await MeasureAsync(export);
        }
        finally
        {
            if (folder is null)
            {
                Directory.Delete(parent, recursive: true);
            }
        }
    }

    private static async Task MakeAsync(long entries, string parent, string export)
    {
        Directory.CreateDirectory(parent);
        Console.WriteLine($"Making a city of {entries.ToString("#,0", CultureInfo.InvariantCulture)} entries…");
        var clock = Stopwatch.StartNew();
        await using var city = await PopulatedCity.StartAsync();
        await city.LiveAsync(entries);
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:0} s; exporting…");
        await city.ExportAsync(export);
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:0} s.");
    }

    private static async Task<int> MeasureAsync(string export)
    {
        var bare = BareVerification.Run(export);
        var (wall, cpu, peak) = await VerifyAsync(export);
        var cores = Environment.ProcessorCount;
        var table = new Table($"{bare.Leaves.ToString("#,0", CultureInfo.InvariantCulture)} leaves, {bare.Signatures} signatures, {bare.Bytes / 1e6:0} MB", "wall s", "CPU s", "leaves/s");
        table.Add($"bare primitives on {cores} cores", bare.Seconds / cores, bare.Seconds, bare.Leaves * cores / bare.Seconds);
        table.Add("pds-audit verify", wall, cpu, bare.Leaves / wall);
        table.Print();
        Target.AtMost("times the bare cost, processor time", cpu / bare.Seconds, MostTimesBare);
        Target.AtMost($"times the bare cost, time on {cores} cores", wall * cores / bare.Seconds, MostTimesBare);
        Target.AtMost("peak memory, MB", peak, MostMegabytes);
        return Target.ExitCode;
    }

    private static async Task<(double Wall, double Cpu, double PeakMegabytes)> VerifyAsync(string export)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "pds-audit"), ["verify", export, "--lang", "en"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var (output, peak, cpu) = (process.StandardOutput.ReadToEndAsync(), 0.0, 0.0);
        while (!process.WaitForExit(10))
        {
            (peak, cpu) = (Math.Max(peak, PeakOf(process.Id)), Math.Max(cpu, CpuOf(process)));
        }

        var wall = clock.Elapsed.TotalSeconds;
        var text = await output;
        return process.ExitCode == 0 ? (wall, cpu, peak) : throw new InvalidOperationException($"The export is not sound:\n{text}");
    }

    // Looked at until it is gone: the last moments before the end are missed.
    private static double CpuOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    // The kernel's own high-water mark, so that nothing between two looks is missed.
    private static double PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            return 0;
        }
    }
}
