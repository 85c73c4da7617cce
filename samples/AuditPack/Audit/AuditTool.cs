using System.Diagnostics;

namespace AuditPack;

/// <summary>The built <c>pds-audit</c>, run as an auditor runs it: a process of its own, which knows nothing but files.</summary>
internal static class AuditTool
{
    /// <summary>How it says that everything holds.</summary>
    public const int Sound = 0;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Beside this program, in the same artifacts folder and configuration.</summary>
    public static string Path
    {
        get
        {
            // artifacts/bin/AuditPack/<configuration>/ → artifacts/bin/Pds.Auditor/<configuration>/pds-audit.dll
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar));
            var path = System.IO.Path.Combine(here.Parent!.Parent!.FullName, "Pds.Auditor", here.Name, "pds-audit.dll");
            return File.Exists(path) ? path : throw new SurpriseException(Texts.Of("tool-missing", path));
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        }) ?? throw new SurpriseException(Texts.Of("tool-missing", Path));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        return (process.HasExited ? process.ExitCode : -1, await output, await errors);
    }

    /// <summary>Whether its help lists a command.</summary>
    public static async Task<bool> HasAsync(string command) =>
        (await RunAsync("--help")).Output.Split('\n').Any(line => line.StartsWith($"  {command} ", StringComparison.Ordinal));
}
