using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Quickstart;

/// <summary>The built server as a child process: its own data folder, a free port, stopped with us whatever happens.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(25);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lastLines;

    private ServerProcess(Process process, string data, ConcurrentQueue<string> lastLines)
    {
        (_process, Data, _lastLines) = (process, data, lastLines);
    }

    public string Data { get; }

    /// <summary>Where it listens: the server took a free port and wrote it down.</summary>
    public Uri Address => new(File.ReadAllText(AddressFile).Trim());

    public string CityCaFile => Path.Combine(Data, "ca.pem");

    private string AddressFile => Path.Combine(Data, "address");

    public string BootstrapCode => File.ReadAllText(Path.Combine(Data, "bootstrap-code")).Trim();

    /// <summary>Starts the server and waits until its first run has made certificates, keys and catalogue, and it answers.</summary>
    public static async Task<ServerProcess> StartAsync(string program, string data)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = data,
        };
        string[] arguments =
        [
            program, "--data", data, "--port", "0", "--publishSeconds", "0", "--statusListSeconds", "1",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var lines = new ConcurrentQueue<string>();
        var process = Process.Start(start) ?? throw new SurpriseException("サーバーを起動できません。");
        process.OutputDataReceived += (_, line) => Remember(lines, line.Data);
        process.ErrorDataReceived += (_, line) => Remember(lines, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process, data, lines);
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>True when the server has ended.</summary>
    public bool HasStopped => _process.HasExited;

    /// <summary>Asks the server to stop in good order (SIGTERM), and ends it if it does not.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        using var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(LongestStop);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    /// <summary>The server's last lines, to show when something went wrong.</summary>
    public IEnumerable<string> LastLines() => _lastLines;

    // The address file is the last thing a starting server writes; keys, certificates and catalogue are in place by then.
    private async Task WaitUntilReadyAsync()
    {
        var clock = Stopwatch.StartNew();
        while (!File.Exists(AddressFile))
        {
            if (_process.HasExited)
            {
                throw new SurpriseException("サーバーが止まりました。\n" + string.Join('\n', LastLines()));
            }

            if (clock.Elapsed > LongestStart)
            {
                throw new SurpriseException("サーバーが60秒たっても答えません。\n" + string.Join('\n', LastLines()));
            }

            await Task.Delay(50);
        }
    }

    private static void Remember(ConcurrentQueue<string> lines, string? line)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        while (lines.Count > 40)
        {
            lines.TryDequeue(out _);
        }
    }
}
