using System.CommandLine;
using Pds.Auditor.Exports;

namespace Pds.Auditor.Verify;

/// <summary><c>pds-audit verify DIR</c>: recomputes an export and says whether it holds. 0 sound, 2 findings, 3 tampered, 64 usage.</summary>
internal static class VerifyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("dir") { Description = "The export, unpacked." };
        var policy = new Option<FileInfo?>("--policy") { Description = "Your own tlog-policy; without it the export's is believed, and the verdict says so." };
        var root = new Option<FileInfo?>("--ca") { Description = "The city's root certificate as you have it, PEM or DER; without it the export's is believed." };
        var previous = new Option<FileInfo?>("--previous") { Description = "The checkpoint you kept from your last audit." };
        var language = new Option<string>("--lang") { Description = "Language of the verdict.", DefaultValueFactory = _ => "ja" };
        language.AcceptOnlyFromAmong([.. AuditTexts.Languages]);
        var json = new Option<bool>("--json") { Description = "The verdict as JSON on standard output; people are told on standard error." };
        var command = new Command("verify", "Recomputes an export, offline: 0 sound, 2 findings, 3 tampered, 64 usage.")
        {
            folder, policy, root, previous, language, json,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(folder)!,
            new AnchorFiles(parsed.GetValue(policy), parsed.GetValue(root), parsed.GetValue(previous)),
            AuditTexts.Of(parsed.GetValue(language)!),
            parsed.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static int Run(DirectoryInfo folder, AnchorFiles files, AuditTexts texts, bool json, CancellationToken cancellationToken)
    {
        if (!folder.Exists)
        {
            Console.Error.WriteLine(texts.Format("no-folder", folder.FullName));
            return ExitCode.Usage;
        }

        if (!files.TryRead(out var anchors, out var unreadable))
        {
            Console.Error.WriteLine(texts.Format("no-file", unreadable));
            return ExitCode.Usage;
        }

        Console.OutputEncoding = System.Text.Encoding.UTF8;
        var verdict = new Verification(new ExportFolder(folder.FullName), anchors)
            .Run(leaves => Console.Error.WriteLine(texts.Format("progress", leaves)), cancellationToken);
        new VerdictText(texts).Write(verdict, json ? Console.Error : Console.Out);
        if (json)
        {
            Console.Out.WriteLine(VerdictJson.Of(verdict));
        }

        return verdict.ExitCode;
    }
}
