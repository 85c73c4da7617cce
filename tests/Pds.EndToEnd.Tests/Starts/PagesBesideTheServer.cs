using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Quickstart;

namespace Pds.EndToEnd.Tests;

/// <summary>A first run in development brings the residents' pages with it, in one process and with one command.</summary>
public sealed class PagesBesideTheServer : IDisposable
{
    private const int Refused = 3;
    private readonly string data = Directory.CreateTempSubdirectory("pds-mounted-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    [Trait("Feature", "B11")]
    [Trait("Feature", "O5")]
    public async Task One_command_serves_the_city_and_its_pages_and_SIGTERM_ends_both()
    {
        using var process = Start(pagesPort: 0);
        try
        {
            var (stop, said) = (TestContext.Current.CancellationToken, new List<string>());
            Uri? pages = null;
            while (pages is null && await process.StandardOutput.ReadLineAsync(stop) is { } line)
            {
                said.Add(line);
                pages = line.Contains("residents' pages", StringComparison.Ordinal) && Uri.TryCreate(line.Split("residents' pages")[1].Trim(), UriKind.Absolute, out var at) ? at : null;
            }

            pages.Should().NotBeNull(string.Join('\n', said));
            using var http = Browser();
            (await http.GetStringAsync(pages, stop)).Should().Contain("<html lang=\"ja\"");
            var sent = await http.GetAsync(new Uri(pages!, "/home"), stop);
            sent.StatusCode.Should().Be(HttpStatusCode.Redirect, "nobody is signed in");

            Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
            await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            process.ExitCode.Should().Be(0);
        }
        finally
        {
            End(process);
        }
    }

    [Fact]
    public async Task A_taken_port_of_the_pages_is_told_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var process = Start(((IPEndPoint)taken.LocalEndpoint).Port);
        try
        {
            var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            process.ExitCode.Should().Be(Refused);
            said.Should().Contain("--pages false").And.NotContain("   at ");
        }
        finally
        {
            End(process);
        }
    }

    private static HttpClient Browser() => new(new HttpClientHandler
    {
        AllowAutoRedirect = false,

        // A browser would warn of the made certificate, and the person would go on.
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    });

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    private Process Start(int pagesPort)
    {
        var start = new ProcessStartInfo("dotnet", [ServerProgram.Path, "--data", data, "--port", "0"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["PDS_WEB_PORT"] = pagesPort.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PDS_WEB_SAMPLEPROVIDERPORT"] = "0";
        return Process.Start(start)!;
    }
}
