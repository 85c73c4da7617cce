using System.CommandLine;
using System.Text;
using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Ledger;
using Command = System.CommandLine.Command;

namespace Pds.Auditor.Differences;

/// <summary>
/// <c>pds-audit diff OLD NEW</c>: holds two exports of one log against each other: whether the old log is the beginning of the new one, and what came
/// since. 0 sound, 2 one of them has findings, 3 one of them is tampered or the logs part (the first differing leaf is named), 64 usage.
/// </summary>
internal static class DiffCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var older = new Argument<DirectoryInfo>("old") { Description = "The earlier export, unpacked." };
        var newer = new Argument<DirectoryInfo>("new") { Description = "The later export, unpacked." };
        var policy = new Option<FileInfo?>("--policy") { Description = "Your own tlog-policy, as with verify." };
        var root = new Option<FileInfo?>("--ca") { Description = "The city's root certificate as you have it, as with verify." };
        var language = new Option<string>("--lang") { Description = "Language of the comparison.", DefaultValueFactory = _ => "ja" };
        language.AcceptOnlyFromAmong([.. AuditTexts.Languages]);
        var json = new Option<bool>("--json") { Description = "The comparison as JSON on standard output." };
        var command = new Command("diff", "Compares two exports of one log: 0 sound, 2 findings, 3 tampered or forked, 64 usage.")
        {
            older, newer, policy, root, language, json,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(new DiffRun(
            parsed.GetValue(older)!, parsed.GetValue(newer)!, parsed.GetValue(language)!, parsed.GetValue(json), cancellationToken)
            .Run(new AnchorFiles(parsed.GetValue(policy), parsed.GetValue(root), null))));
        return command;
    }

    /// <summary>One run of the command.</summary>
    /// <param name="older">The earlier export.</param>
    /// <param name="newer">The later export.</param>
    /// <param name="language">Of the sentences.</param>
    /// <param name="json">JSON instead of sentences.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private sealed class DiffRun(DirectoryInfo older, DirectoryInfo newer, string language, bool json, CancellationToken cancellationToken)
    {
        private readonly AuditTexts checks = AuditTexts.Of(language);
        private readonly AuditTexts texts = AuditTexts.Of(language, "Diff");

        public int Run(AnchorFiles files) =>
            !files.TryRead(out var anchors, out var unreadable) ? Usage(checks.Format("no-file", unreadable))
            : !older.Exists ? Usage(checks.Format("no-folder", older.FullName))
            : !newer.Exists ? Usage(checks.Format("no-folder", newer.FullName))
            : Verified(older, anchors, (export, verdict) => Against(export, verdict, anchors));

        // The old checkpoint is the previous one of the new export: A3 recomputes its root from the new leaves.
        private int Against(ExportFolder old, Verdict verdict, Anchors anchors)
        {
            var before = verdict.Manifest!;
            if (ManifestOf(newer) is { } after)
            {
                if (after.Origin != before.Origin)
                {
                    return Usage(texts.Format("other-log", before.Origin, Printable.Of(after.Origin)));
                }

                if (after.MadeAt < before.MadeAt)
                {
                    return Usage(texts["swapped"]);
                }
            }

            var checkpoint = Encoding.UTF8.GetString(old.Read(ExportNames.Log + LogDirectory.CheckpointName, ExportManifest.MaxBytes) ?? []);
            var code = Verified(newer, anchors with { Previous = checkpoint }, (export, now) => Tell(new ExportDifference(old, verdict, export, now)));
            if (code == ExitCode.Tampered && ForkOf(old, before.Size) is { } fork)
            {
                Console.Error.WriteLine(texts.Format("fork", fork));
            }

            return code;
        }

        private int Tell(ExportDifference difference)
        {
            difference.Read(cancellationToken);
            Console.Out.Write(json ? DifferenceJson.Of(difference) + "\n" : DifferenceText.Of(difference, texts));
            return difference.ExitCode;
        }

        // Both logs are there as entry bundles, whatever else of the new export does not hold.
        private long? ForkOf(ExportFolder old, long size)
        {
            if (ManifestOf(newer) is not { } manifest)
            {
                return null;
            }

            var (one, other) = (new BundleLeaves(old, size), new BundleLeaves(new ExportFolder(newer.FullName), manifest.Size));
            for (long index = 0; index < Math.Min(size, manifest.Size); index++)
            {
                if (one.Find(index) is { } mine && other.Find(index) is { } theirs && !mine.AsSpan().SequenceEqual(theirs))
                {
                    return index;
                }
            }

            return null;
        }

        private int Verified(DirectoryInfo folder, Anchors anchors, Func<ExportFolder, Verdict, int> tell)
        {
            if (!json)
            {
                Console.Error.WriteLine(texts.Format("verifying", folder.Name));
            }

            return VerifiedExport.Run(folder, anchors, checks, cancellationToken, tell);
        }

        private static ExportManifest? ManifestOf(DirectoryInfo folder) =>
            new ExportFolder(folder.FullName).Read(ExportManifest.FileName, ExportManifest.MaxBytes) is { } bytes && ExportManifest.TryParse(bytes, out var manifest)
                ? manifest
                : null;

        private static int Usage(string sentence)
        {
            Console.Error.WriteLine(sentence);
            return ExitCode.Usage;
        }
    }
}
