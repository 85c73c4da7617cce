using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Pds.Auditor.Exports;
using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Pia;
using Pds.Auditor.Verify;

namespace Pds.Auditor.Reports;

/// <summary>
/// <c>pds-audit report DIR</c>: verifies an export, then writes what it tells for people and for spreadsheets. 0 sound, 2 findings (they
/// are in the report), 3 tampered (no report), 64 usage.
/// </summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("dir") { Description = "The export, unpacked." };
        var output = new Option<DirectoryInfo?>("--out") { Description = "A folder that is empty or not there yet; report-EXPORT below the current one without it." };
        var pia = new Option<FileInfo?>("--pia") { Description = "pia.yaml: the chapters of the impact assessment that people write." };
        var cut = new Option<string>("--cut") { Description = "For whom.", DefaultValueFactory = _ => "manager" };
        cut.AcceptOnlyFromAmong([.. Enum.GetNames<Cut>().Select(name => name.ToLowerInvariant())]);
        var policy = new Option<FileInfo?>("--policy") { Description = "Your own tlog-policy, as with verify." };
        var root = new Option<FileInfo?>("--ca") { Description = "The city's root certificate as you have it, as with verify." };
        var previous = new Option<FileInfo?>("--previous") { Description = "The checkpoint you kept from your last audit, as with verify." };
        var language = new Option<string>("--lang") { Description = "Language of the report.", DefaultValueFactory = _ => "ja" };
        language.AcceptOnlyFromAmong([.. AuditTexts.Languages]);
        var command = new Command("report", "Verifies an export and writes a report: 0 sound, 2 findings, 3 tampered (no report), 64 usage.")
        {
            folder, output, pia, cut, policy, root, previous, language,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            new ReportOrder(
                parsed.GetValue(folder)!, parsed.GetValue(output), parsed.GetValue(pia), Enum.Parse<Cut>(parsed.GetValue(cut)!, ignoreCase: true),
                new AnchorFiles(parsed.GetValue(policy), parsed.GetValue(root), parsed.GetValue(previous)), parsed.GetValue(language)!),
            cancellationToken)));
        return command;
    }

    private static int Run(ReportOrder order, CancellationToken cancellationToken)
    {
        var (checks, texts) = (AuditTexts.Of(order.Language), AuditTexts.Of(order.Language, "Report"));
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        if (!order.Folder.Exists)
        {
            return Usage(checks.Format("no-folder", order.Folder.FullName));
        }

        if (!order.Anchors.TryRead(out var anchors, out var unreadable))
        {
            return Usage(checks.Format("no-file", unreadable));
        }

        if (!TryReadPia(order.Pia, texts, out var answers, out var fault))
        {
            return Usage(fault);
        }

        var verdict = new Verification(new ExportFolder(order.Folder.FullName), anchors)
            .Run(leaves => Console.Error.WriteLine(checks.Format("progress", leaves)), cancellationToken);
        new VerdictText(checks).Write(verdict, Console.Out);
        if (verdict.ExitCode == ExitCode.Tampered)
        {
            Console.Error.WriteLine(texts["no-report"]);
            return verdict.ExitCode;
        }

        var output = order.Output ?? new DirectoryInfo($"report-{verdict.Manifest!.Export}");
        if (File.Exists(output.FullName) || (output.Exists && output.EnumerateFileSystemInfos().Any()))
        {
            return Usage(texts.Format("out-not-empty", output.FullName));
        }

        try
        {
            var files = new ReportWriter(order, answers, verdict, texts, checks).Write(output, cancellationToken);
            Console.Out.WriteLine(texts.Format("written", files.Count, output.FullName));
            return verdict.ExitCode;
        }
        catch (InvalidDataException changed)
        {
            output.Delete(recursive: true); // It was empty or not there; half a report is none.
            Console.Error.WriteLine(checks.Format("changed-meanwhile", changed.Message));
            return ExitCode.Tampered;
        }
    }

    private static bool TryReadPia(FileInfo? file, AuditTexts texts, [NotNullWhen(true)] out PiaAnswers? answers, [NotNullWhen(false)] out string? sentence)
    {
        (answers, sentence) = (file is null ? PiaAnswers.None : null, null);
        if (file is { Exists: true, Length: <= YamlTree.MaxBytes })
        {
            sentence = PiaFile.TryRead(File.ReadAllBytes(file.FullName), out answers, out var fault)
                ? null
                : $"{file.Name}: {texts.Format("pia-fault." + fault.Key, fault.Line, fault.Detail)}";
        }
        else if (file is not null)
        {
            sentence = texts["pia.unreadable"];
        }

        return answers is not null;
    }

    private static int Usage(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return ExitCode.Usage;
    }
}
