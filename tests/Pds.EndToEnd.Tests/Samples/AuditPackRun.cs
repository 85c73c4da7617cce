using System.Diagnostics;

namespace Pds.EndToEnd.Tests.Samples;

/// <summary>The built sample <c>AuditPack</c>, run as a person runs it.</summary>
internal sealed record AuditPackRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<AuditPackRun> RunAsync(params string[] arguments)
    {
        // artifacts/bin/Pds.EndToEnd.Tests/<configuration>/ → artifacts/bin/AuditPack/<configuration>/AuditPack.dll
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, "AuditPack", here.Name, "AuditPack.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Patience);
            return new AuditPackRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
