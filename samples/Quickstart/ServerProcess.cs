using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Quickstart;

/// <summary>The built server as a child process: its own data folder, a free port, stopped with us whatever happens.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(25);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lastLines;

    private ServerProcess(Process process, string data, Uri address, ConcurrentQueue<string> lastLines)
    {
        (_process, Data, Address, _lastLines) = (process, data, address, lastLines);
    }

    public string Data { get; }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    public string CityCaFile => Path.Combine(Data, "ca.pem");

    public string BootstrapCode => File.ReadAllText(Path.Combine(Data, "bootstrap-code")).Trim();

    /// <summary>Starts the server and waits until its first run has made certificates, keys and catalogue, and it answers.</summary>
    public static async Task<ServerProcess> StartAsync(string program, string data)
    {
        var port = FreePort();
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
            program, "--data", data, "--port", port.ToString(CultureInfo.InvariantCulture),
            "--publish-seconds", "0", "--status-list-seconds", "1",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        var lines = new ConcurrentQueue<string>();
        var process = Process.Start(start) ?? throw new SurpriseException("サーバーを起動できません。");
        process.OutputDataReceived += (_, line) => Remember(lines, line.Data);
        process.ErrorDataReceived += (_, line) => Remember(lines, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process, data, new Uri($"https://localhost:{port}"), lines);
        await server.WaitUntilReadyAsync(port);
        return server;
    }

    /// <summary>Asks the server to stop in good order (SIGTERM), and ends it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(LongestStop);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    /// <summary>The server's last lines, to show when something went wrong.</summary>
    public IEnumerable<string> LastLines() => _lastLines;

    private async Task WaitUntilReadyAsync(int port)
    {
        var clock = Stopwatch.StartNew();
        while (!File.Exists(CityCaFile) || !File.Exists(Path.Combine(Data, "bootstrap-code")) || !await AnswersAsync(port))
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

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
