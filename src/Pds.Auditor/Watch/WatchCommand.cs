using System.CommandLine;
using Pds.Auditor.Witness;
using Pds.Cryptography;
using Pds.Ledger;
using Command = System.CommandLine.Command;

namespace Pds.Auditor.Watch;

/// <summary><c>pds-audit watch</c>: looks at a public log again and again, or at two views of it once.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var log = new Argument<string>("log") { Description = "公開された記録のフォルダーか URL / directory or address of the published log, such as https://pds.city.example/log" };
        var key = new Option<string>("--key") { Description = "記録の公開鍵(vkey)、またはそのファイル / the log's vkey, or a file that holds it", Required = true };
        var state = new Option<DirectoryInfo>("--state")
        {
            Description = "前回までを覚えておくフォルダー / what it remembers from look to look",
            DefaultValueFactory = _ => new DirectoryInfo("watch-state"),
        };
        var with = new Option<string?>("--with") { Description = "もう一つのフォルダーか URL と、一度だけ比べる / compare with another directory or address, once, without memory" };
        var policy = new Option<FileInfo?>("--policy") { Description = "方針ファイル。連署の数も確かめる / a tlog-policy file: the cosigned checkpoint must have its quorum" };
        var silence = new Option<int>("--longest-silence")
        {
            Description = "記録が伸びているのに連署がない時間の上限(秒)/ seconds a growing log may go without new cosignatures, 1 to 31536000",
            DefaultValueFactory = _ => 3600,
        };
        var authority = new Option<FileInfo?>("--ca") { Description = "信じる認証局(PEM)/ the only certificate authority to believe, PEM" };
        var once = new Option<bool>("--once") { Description = "一度だけ見て終わる / look once and exit" };
        var every = new Option<int>("--every") { Description = "何秒ごとに見るか、1 から 86400 / seconds between two looks, 1 to 86400", DefaultValueFactory = _ => 60 };
        var command = new Command("watch", """
            記録が書きかえられていないかを見張ります。/ Watch a log for forks and rollbacks.
            終了コード / exit codes: 0 健全 / sound, 2 確かめられない / not known, 3 改ざん・枝分かれ / forged, forked or rolled back, 64 使い方 / usage
            """)
        {
            log, key, state, with, policy, silence, authority, once, every,
        };
        command.SetAction((parsed, stop) => RunAsync(
            new Settings(
                parsed.GetValue(log)!, parsed.GetValue(key)!, parsed.GetValue(state)!, parsed.GetValue(with), parsed.GetValue(policy),
                parsed.GetValue(silence), parsed.GetValue(authority), parsed.GetValue(once), parsed.GetValue(every)),
            stop));
        return command;
    }

    private static async Task<int> RunAsync(Settings settings, CancellationToken stop)
    {
        try
        {
            if (WatchTarget.Read(settings.Log, settings.Key, settings.Policy, settings.Authority) is not { } target
                || settings.Every is < 1 or > 86_400 || settings.LongestSilence is < 1 or > 31_536_000)
            {
                return ExitCode.Usage;
            }

            using (target)
            {
                return settings.With is { } other
                    ? await CompareAsync(target, other, settings, stop).ConfigureAwait(false)
                    : await WatchAsync(target, settings, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Sound;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failure.Message);
            return ExitCode.Findings;
        }
        catch (InvalidDataException changed)
        {
            Console.Error.WriteLine(changed.Message);
            return ExitCode.Tampered;
        }
    }

    private static async Task<int> CompareAsync(WatchTarget target, string other, Settings settings, CancellationToken stop)
    {
        if (WatchTarget.Read(other, settings.Key, null, settings.Authority) is not { } second)
        {
            return ExitCode.Usage;
        }

        using (second)
        {
            var result = await LogWatch.CompareAsync(target.View, second.View, stop).ConfigureAwait(false);
            WatchReport.Print(result, "first", "second");
            return result.ExitCode;
        }
    }

    private static async Task<int> WatchAsync(WatchTarget target, Settings settings, CancellationToken stop)
    {
        var quorum = target.Policy is null ? null : new QuorumRule(target.Policy, TimeSpan.FromSeconds(settings.LongestSilence));
        var watch = new LogWatch(target.View, LogMirror.Open(settings.State.FullName, target.Key), quorum, TimeProvider.System);
        WatchResult? told = null;
        while (true)
        {
            var result = await watch.LookAsync(stop).ConfigureAwait(false);
            if (!IsSame(result, told))
            {
                WatchReport.Print(result, "remembered", "shown now");
                told = result;
            }

            if (result is WatchResult.Parted parted)
            {
                Console.Error.WriteLine($"  証拠 / evidence: {AlarmEvidence.Keep(settings.State.FullName, parted)}");
            }

            if (settings.Once || result.ExitCode == ExitCode.Tampered)
            {
                return result.ExitCode;
            }

            await Task.Delay(TimeSpan.FromSeconds(settings.Every), stop).ConfigureAwait(false);
        }
    }

    // An idle log, or one that stays away, is told once.
    private static bool IsSame(WatchResult now, WatchResult? told) => (now, told) switch
    {
        (WatchResult.Sound a, WatchResult.Sound b) => a.Checkpoint.Size == b.Checkpoint.Size,
        (WatchResult.Unknown a, WatchResult.Unknown b) => a.Reason == b.Reason,
        _ => false,
    };

    private sealed record Settings(
        string Log, string Key, DirectoryInfo State, string? With, FileInfo? Policy, int LongestSilence, FileInfo? Authority, bool Once, int Every);
}
