using System.CommandLine;
using Pds.Auditor.Exports;
using Pds.Auditor.Verify;

namespace Pds.Auditor.Explain;

/// <summary>
/// <c>pds-audit explain RECEIPT [DIR]</c>: tells one consent's life as a story, each sentence with its place in the log. 0 told and sound, 2 told with
/// findings or not to be found, 3 tampered (receipt or export), 64 usage.
/// </summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var receipt = new Argument<string>("receipt") { Description = "A receipt file (SD-JWT), or a consent's id, grt_…." };
        var folder = new Argument<DirectoryInfo?>("dir") { Description = "An export, unpacked.", Arity = ArgumentArity.ZeroOrOne };
        var policy = new Option<FileInfo?>("--policy") { Description = "Your own tlog-policy, as with verify." };
        var root = new Option<FileInfo?>("--ca") { Description = "The city's root certificate as you have it; needed without an export." };
        var previous = new Option<FileInfo?>("--previous") { Description = "The checkpoint you kept from your last audit, as with verify." };
        var language = new Option<string>("--lang") { Description = "Language of the story.", DefaultValueFactory = _ => "ja" };
        language.AcceptOnlyFromAmong([.. AuditTexts.Languages]);
        var rules = new Option<bool>("--rules") { Description = "With each call, every rule of the gate that was asked." };
        var json = new Option<bool>("--json") { Description = "The story as JSON on standard output." };
        var command = new Command("explain", "Tells one consent's life as a story, from its receipt and an export: 0 sound, 2 findings, 3 tampered, 64 usage.")
        {
            receipt, folder, policy, root, previous, language, rules, json,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(receipt)!,
            parsed.GetValue(folder),
            new AnchorFiles(parsed.GetValue(policy), parsed.GetValue(root), parsed.GetValue(previous)),
            parsed.GetValue(language)!,
            (parsed.GetValue(json), parsed.GetValue(rules)),
            cancellationToken)));
        return command;
    }

    private static int Run(string receipt, DirectoryInfo? folder, AnchorFiles files, string language, (bool Json, bool Rules) how, CancellationToken cancellationToken)
    {
        var (checks, texts) = (AuditTexts.Of(language), AuditTexts.Of(language, "Explain"));
        if (!files.TryRead(out var anchors, out var unreadable))
        {
            return Usage(checks.Format("no-file", unreadable));
        }

        var named = Pds.Ledger.GrantId.TryParse(receipt, out var grant) ? grant : (Pds.Ledger.GrantId?)null;
        var shown = named is null ? ShownReceipt.Read(new FileInfo(receipt)) : null;
        if (named is null && shown is null)
        {
            return Usage(checks.Format("no-file", Printable.Of(receipt)));
        }

        if (folder is null)
        {
            return shown is null || anchors.Root is null ? Usage(texts["needs"]) : Show(new Explanation(texts).Tell(shown, anchors.Root), null, texts, how);
        }

        if (!folder.Exists)
        {
            return Usage(checks.Format("no-folder", folder.FullName));
        }

        return VerifiedExport.Run(folder, anchors, checks, cancellationToken, (export, verdict) =>
            Show(new Explanation(texts).Tell(export, verdict, named, shown), verdict, texts, how));
    }

    private static int Show(Story story, Verdict? verdict, AuditTexts texts, (bool Json, bool Rules) how)
    {
        new StoryText(texts, how.Rules).Write(story, how.Json ? Console.Error : Console.Out);
        if (how.Json)
        {
            Console.Out.WriteLine(StoryJson.Of(story, verdict));
        }

        return story.ExitCode;
    }

    private static int Usage(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return ExitCode.Usage;
    }
}
