using System.Diagnostics;

namespace Pds.Auditor.Tests;

/// <summary>The built <c>pds-audit</c> as a process: what a person would run.</summary>
internal sealed record AuditProgram(int ExitCode, string Output, string Errors)
{
    public const string Passphrase = "a passphrase for tests";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Where the build put it: artifacts/bin/Pds.Auditor/(configuration)/pds-audit.dll.</summary>
    public static string Path
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar));
            return System.IO.Path.Combine(here.Parent!.Parent!.FullName, "Pds.Auditor", here.Name, "pds-audit.dll");
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<AuditProgram> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Prepare(arguments))!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            return new AuditProgram(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>How to start it.</summary>
    public static ProcessStartInfo Prepare(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PDS_WITNESS_PASSPHRASE"] = Passphrase;
        return start;
    }
}
