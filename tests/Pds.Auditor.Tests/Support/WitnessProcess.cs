using System.Diagnostics;
using System.Globalization;
using Pds.Ledger;

namespace Pds.Auditor.Tests;

/// <summary><c>pds-audit witness serve</c> as a process of its own, on a free port unless told which.</summary>
internal sealed class WitnessProcess : IAsyncDisposable
{
    private const string Announcement = "listening ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private WitnessProcess(Process process, Uri address)
    {
        (this.process, Address) = (process, address);
        Http = new HttpClient { BaseAddress = address, Timeout = Patience };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public int ProcessId => process.Id;

    /// <summary>Makes a key in a folder with <c>witness keygen</c>.</summary>
    public static async Task<CosignatureVerifier> MakeKeyAsync(string folder, string name)
    {
        var made = await AuditProgram.RunAsync("witness", "keygen", "--name", name, "--key", Path.Combine(folder, "key"));
        made.ExitCode.Should().Be(0, made.Errors);
        CosignatureVerifier.TryParse((await File.ReadAllTextAsync(Path.Combine(folder, "key.vkey"))).Trim(), out var verifier).Should().BeTrue();
        return verifier!;
    }

    /// <summary>Starts the witness of a folder and waits until it listens.</summary>
    public static async Task<WitnessProcess> StartAsync(string folder, string logKey, int port = 0)
    {
        var process = Process.Start(AuditProgram.Prepare(
            "witness", "serve", "--key", Path.Combine(folder, "key"), "--state", Path.Combine(folder, "state"), "--log", logKey,
            "--port", port.ToString(CultureInfo.InvariantCulture)))!;
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Notice(line.Data, listening);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new WitnessProcess(process, await listening.Task.WaitAsync(Patience));
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Sends an <c>add-checkpoint</c> request.</summary>
    public Task<HttpResponseMessage> AddAsync(AddCheckpoint request, CancellationToken cancellationToken = default) =>
        Http.PostAsync(AddCheckpoint.Path, new StringContent(request.ToString()), cancellationToken);

    /// <summary>SIGKILL: no last word.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        Http.Dispose();
        process.Dispose();
    }

    private static void Notice(string? line, TaskCompletionSource<Uri> listening)
    {
        if (line is null)
        {
            listening.TrySetException(new InvalidOperationException("The witness ended before it listened."));
        }
        else if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
        {
            listening.TrySetResult(new Uri(line[(at + Announcement.Length)..]));
        }
    }
}
