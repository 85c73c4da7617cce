using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Quickstart;

/// <summary>The built server as a child process: its own data folder, a free port, stopped with us whatever happens.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string AddressName = "address";
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

    public int ProcessId => _process.Id;

    public string CityCaFile => Path.Combine(Data, "ca.pem");

    private string AddressFile => Path.Combine(Data, AddressName);

    public string BootstrapCode => File.ReadAllText(Path.Combine(Data, "bootstrap-code")).Trim();

    /// <summary>Starts the server and waits until its first run has made certificates, keys and catalogue, and it answers.</summary>
    /// <param name="program">Path of <c>Pds.Server.dll</c>.</param>
    /// <param name="data">The data folder; one that a server already used goes on where it stopped.</param>
    /// <param name="launch">What to start differently; null for a plain development server.</param>
    public static async Task<ServerProcess> StartAsync(string program, string data, Launch? launch = null)
    {
        launch ??= new Launch();
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
            program, "--data", data, "--port", launch.Port.ToString(CultureInfo.InvariantCulture), "--publishSeconds", "0", "--pages", "false",
            "--statusListSeconds", "1", .. launch.Arguments,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in launch.Environment)
        {
            start.Environment[name] = value;
        }

        File.Delete(Path.Combine(data, AddressName)); // An earlier start's line would be believed.
        var lines = new ConcurrentQueue<string>();
        var process = Process.Start(start) ?? throw new SurpriseException("サーバーを起動できません。");
        process.OutputDataReceived += (_, line) => Remember(lines, line.Data, launch.Output);
        process.ErrorDataReceived += (_, line) => Remember(lines, line.Data, launch.Output);
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
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        if (_process.HasExited)
        {
            return _process.ExitCode;
        }

        using var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(LongestStop);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }

        return _process.ExitCode;
    }

    /// <summary>Ends the server as a power cut would: SIGKILL, no last word.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
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

    private static void Remember(ConcurrentQueue<string> lines, string? line, Action<string>? output)
    {
        if (line is null)
        {
            return;
        }

        output?.Invoke(line);
        lines.Enqueue(line);
        while (lines.Count > 40)
        {
            lines.TryDequeue(out _);
        }
    }
}
