using System.Diagnostics;
using System.Globalization;

namespace Pds.EndToEnd.Tests;

/// <summary>strace attached to a running server: to write down the order of its system calls, or to make some of them fail. Detaches on dispose.</summary>
internal sealed class Strace : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private Strace(Process process) => _process = process;

    /// <summary>Attaches to all threads of a process; skips the calling test by name where strace is missing or may not attach.</summary>
    public static async Task<Strace> AttachAsync(int processId, params string[] options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && IsInstalled(), "strace is not installed: the order of system calls is not shown on this machine.");
        var start = new ProcessStartInfo("strace") { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["-f", .. options, "-p", processId.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        var attached = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Notice(line.Data, attached);
        process.BeginErrorReadLine();
        var strace = new Strace(process);
        if (!await attached.Task.WaitAsync(Patience))
        {
            await strace.DisposeAsync();
            Assert.Skip("strace may not attach to another process here (ptrace is restricted).");
        }

        await Task.Delay(200); // The line is printed for the first thread; the others follow within moments.
        return strace;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var detach = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process.Dispose();
    }

    private static bool IsInstalled() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "strace")));

    private static void Notice(string? line, TaskCompletionSource<bool> attached)
    {
        if (line is null || line.Contains("attach:", StringComparison.Ordinal) || line.Contains("Operation not permitted", StringComparison.Ordinal))
        {
            attached.TrySetResult(false);
        }
        else if (line.Contains(" attached", StringComparison.Ordinal))
        {
            attached.TrySetResult(true);
        }
    }
}
