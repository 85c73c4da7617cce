using Pds.Auditor.Exports;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Auditor.Verify;

namespace Pds.Auditor.Reports.Records;

/// <summary>
/// <c>pds-audit compare-records DPV KANTARA</c>: names every member in which two projections of the same consents differ. 0 the same, 2
/// differences, 64 usage.
/// </summary>
internal static class CompareRecordsCommand
{
    private const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var dpv = new Argument<FileInfo>("jsonld") { Description = "consents.jsonld of a report." };
        var kantara = new Argument<FileInfo>("kantara") { Description = "kantara.json of a report." };
        var language = new Option<string>("--lang") { Description = "Language of messages.", DefaultValueFactory = _ => "ja" };
        language.AcceptOnlyFromAmong([.. AuditTexts.Languages]);
        var command = new Command("compare-records", "Compares the projections of consent records member by member: 0 the same, 2 differences, 64 usage.")
        {
            dpv, kantara, language,
        };
        command.SetAction(parsed => Run(parsed.GetValue(dpv)!, parsed.GetValue(kantara)!, AuditTexts.Of(parsed.GetValue(language)!, "Report")));
        return command;
    }

    private static int Run(FileInfo dpv, FileInfo kantara, AuditTexts texts)
    {
        if (!TryRead(dpv, out var first) || !TryRead(kantara, out var second))
        {
            Console.Error.WriteLine(texts["records.unreadable"]);
            return ExitCode.Usage;
        }

        var count = 0;
        foreach (var difference in RecordComparison.Differences(first, second))
        {
            count++;
            Console.Out.WriteLine(texts.Format("records.difference", Printable.Of(difference.Id), difference.Member, Printable.Of(difference.Dpv), Printable.Of(difference.Kantara)));
        }

        Console.Out.WriteLine(count == 0 ? texts["records.same"] : texts.Format("records.differ", count));
        return count == 0 ? ExitCode.Sound : ExitCode.Findings;
    }

    private static bool TryRead(FileInfo file, out JsonNode? json)
    {
        json = null;
        if (!file.Exists || file.Length > MaxBytes)
        {
            return false;
        }

        try
        {
            using var stream = file.OpenRead();
            json = JsonNode.Parse(stream, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            return json is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
