using System.Diagnostics;

namespace Quickstart;

/// <summary>The residents' pages, built beside this sample and started as a child process at the same terminal.</summary>
internal static class PagesProgram
{
    /// <summary>Whether somebody sits at a terminal and can press Ctrl+C.</summary>
    public static bool IsWatched =>
        !Console.IsInputRedirected && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    /// <summary>Runs them to their end, and returns their exit code.</summary>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine();
        Say.Line("つづけて、住民の画面を開きます。");
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        using var pages = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(here.Parent!.Parent!.FullName, "ResidentPages", here.Name, "ResidentPages.dll")]))!;

        // Ctrl+C goes to both; the pages end in their own order and we wait for that.
        Console.CancelKeyPress += (_, key) => key.Cancel = true;
        await pages.WaitForExitAsync();
        return pages.ExitCode;
    }
}
