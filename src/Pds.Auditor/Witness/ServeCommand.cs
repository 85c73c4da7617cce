using System.CommandLine;
using System.Net;
using Pds.Cryptography;
using Pds.Ledger;
using Command = System.CommandLine.Command;

namespace Pds.Auditor.Witness;

/// <summary><c>pds-audit witness serve</c>: opens key and state, then the port. Nothing listens before everything else is in place.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 7444;

    public static Command Create()
    {
        var key = WitnessOptions.Key();
        var passphraseFile = WitnessOptions.PassphraseFile();
        var state = new Option<DirectoryInfo>("--state")
        {
            Description = "覚えておくフォルダー。バックアップから戻してはいけません / what it remembers; never restore it from a backup",
            DefaultValueFactory = _ => new DirectoryInfo("witness-state"),
        };
        var logs = new Option<string[]>("--log")
        {
            Description = "連署する記録の公開鍵(vkey)。いくつでも / vkey of a log to cosign; repeat it for more",
            DefaultValueFactory = _ => [],
        };
        var policy = new Option<FileInfo?>("--policy") { Description = "記録の公開鍵を log の行から読む方針ファイル / a tlog-policy file; its log lines are cosigned too" };
        var listen = new Option<string>("--listen")
        {
            Description = "待ち受ける IP アドレス / IP address to listen on",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var port = new Option<int>("--port") { Description = "ポート。0 は空きポート / TCP port, 0 = any free", DefaultValueFactory = _ => DefaultPort };
        var command = new Command("serve", """
            立会人として連署します(c2sp.org/tlog-witness)。/ Serve as a witness.
              POST /add-checkpoint           cosigns what follows from all that was cosigned before
              GET  /ORIGIN-SHA256/checkpoint the checkpoint cosigned last
            HTTP だけで話します。外に出すときは TLS のプロキシを前に置いてください。/ It speaks plain HTTP; put a TLS proxy in front to open it to a network.
            """)
        {
            key, passphraseFile, state, logs, policy, listen, port,
        };
        command.SetAction((parsed, stop) => RunAsync(
            new Settings(
                parsed.GetValue(key)!, parsed.GetValue(passphraseFile), parsed.GetValue(state)!, parsed.GetValue(logs)!, parsed.GetValue(policy),
                parsed.GetValue(listen)!, parsed.GetValue(port)),
            stop));
        return command;
    }

    private static async Task<int> RunAsync(Settings settings, CancellationToken stop)
    {
        if (!TryReadLogs(settings, out var logs) || !IPAddress.TryParse(settings.Listen, out var listen) || settings.Port is < 0 or > 65535)
        {
            Console.Error.WriteLine("""
                --log に vkey、--policy に方針ファイル、--listen に IP アドレス、--port に 0 から 65535 を指定してください。
                Name at least one log: --log VKEY or --policy FILE with log lines. --listen takes an IP address, --port 0 to 65535.
                """);
            return ExitCode.Usage;
        }

        try
        {
            await ServeAsync(settings, logs, listen, stop).ConfigureAwait(false);
            return ExitCode.Sound;
        }
        catch (Exception refused) when (refused is KeyFileException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(refused.Message);
            return ExitCode.Findings;
        }
    }

    private static async Task ServeAsync(Settings settings, IReadOnlyList<NoteVerifier> logs, IPAddress listen, CancellationToken stop)
    {
        var passphrase = WitnessKeyFile.FindPassphrase(settings.PassphraseFile)
            ?? throw new KeyFileException($"There is no passphrase. Give it in {WitnessKeyFile.PassphraseVariable} or with --passphrase-file.");
        var (signer, key) = WitnessKeyFile.Open(settings.Key.FullName, passphrase);
        using var ownedKey = key;
        using var state = WitnessState.Open(settings.State.FullName, logs, signer, TimeProvider.System);
        var server = await WitnessServer.StartAsync(state, listen, settings.Port, Logging, stop).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            Console.WriteLine($"立会人 / witness {signer}");
            Console.WriteLine($"記録 / logs {string.Join(' ', state.Origins)}");
            Console.WriteLine($"待ち受け / listening {server.Address}");
            await server.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private static void Logging(ILoggingBuilder logging) => logging
        .AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ssZ "))
        .SetMinimumLevel(LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical)
        .AddFilter("Pds.Auditor", LogLevel.Information);

    private static bool TryReadLogs(Settings settings, out List<NoteVerifier> logs)
    {
        logs = [];
        foreach (var vkey in settings.Logs)
        {
            if (!NoteVerifier.TryParse(vkey, out var log))
            {
                Console.Error.WriteLine($"--log {vkey}: this is not a log's vkey (name+key id+base64, type 0x01).");
                return false;
            }

            logs.Add(log);
        }

        if (settings.Policy is not null)
        {
            if (!PolicyFile.TryRead(settings.Policy, out var policy, out var problem))
            {
                Console.Error.WriteLine(problem);
                return false;
            }

            logs.AddRange(policy.Logs);
        }

        logs = [.. logs.DistinctBy(log => log.ToString())];
        return logs.Count > 0;
    }

    private sealed record Settings(
        FileInfo Key, FileInfo? PassphraseFile, DirectoryInfo State, string[] Logs, FileInfo? Policy, string Listen, int Port);
}
