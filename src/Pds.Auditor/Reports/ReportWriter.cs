using System.Text;
using Pds.Auditor.Exports;
using Pds.Auditor.Reports.Controls;
using Pds.Auditor.Reports.Cuts;
using Pds.Auditor.Reports.Law;
using Pds.Auditor.Reports.Pages;
using Pds.Auditor.Reports.Pia;
using Pds.Auditor.Reports.Records;
using Pds.Auditor.Reports.Stories;
using Pds.Auditor.Reports.Tables;
using Pds.Auditor.Verify;

namespace Pds.Auditor.Reports;

/// <summary>Writes all files of a report from an export that was verified. A public report has no file with lines about persons.</summary>
internal sealed class ReportWriter(ReportOrder order, PiaAnswers answers, Verdict verdict, AuditTexts texts, AuditTexts checks)
{
    private static readonly UTF8Encoding NoMark = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly (string File, IReadOnlyList<Column> Columns)[] Tables =
    [
        ("consents.csv", ReportTables.Consents), ("usage.csv", ReportTables.Usage), ("policy-changes.csv", ReportTables.PolicyChanges),
        ("staff-actions.csv", ReportTables.StaffActions), ("deviations.csv", ReportTables.Deviations), ("provision-records.csv", ReportTables.Provisions),
        ("receipt-records.csv", ReportTables.Receipts), ("file-register.csv", ReportTables.Register),
    ];

    private readonly List<string> files = [];

    /// <summary>Writes them and names them.</summary>
    /// <param name="output">An empty folder, or one that is made.</param>
    /// <param name="cancellationToken">Stops it; what was written stays.</param>
    /// <exception cref="InvalidDataException">The export changed since it was verified.</exception>
    public IReadOnlyList<string> Write(DirectoryInfo output, CancellationToken cancellationToken)
    {
        output.Create();
        string PathOf(string name)
        {
            files.Add(name);
            return Path.Combine(output.FullName, name);
        }

        var (story, reader) = (new AuditStory(), new StoryReader(new ExportFolder(order.Folder.FullName), verdict.Manifest!.Size));
        if (order.Cut == Cut.Public)
        {
            reader.Run(story, [], cancellationToken);
        }
        else
        {
            WriteTables(story, reader, PathOf, cancellationToken);
        }

        var report = new ReportModel(verdict.Manifest!, verdict, story, new Figures(order.Cut, texts), texts, checks, order.Language);
        new FileRegister(report, answers).Write(PathOf("file-register.csv"));
        File.WriteAllBytes(PathOf("controls.json"), new ControlRun(report).Set.Bytes);
        new DictionaryTable(texts).Write(Tables.Where(table => files.Contains(table.File)), PathOf("dictionary.csv"));
        File.WriteAllText(PathOf("pia.html"), new PiaPage(report, answers).ToHtml(), NoMark);
        File.WriteAllText(PathOf("pia.json"), new PiaJson(report, answers).ToJson(), NoMark);
        File.WriteAllText(Path.Combine(output.FullName, "index.html"), IndexPage.Of(report, answers, files), NoMark);
        return ["index.html", .. files];
    }

    private void WriteTables(AuditStory story, StoryReader reader, Func<string, string> pathOf, CancellationToken cancellationToken)
    {
        using var deliveries = new Deliveries();
        var consents = pathOf("consents.csv");
        using (var usage = new UsageTable(story, pathOf("usage.csv"), texts))
        using (var policy = new PolicyTable(story, pathOf("policy-changes.csv"), texts))
        using (var staff = new StaffTable(story, pathOf("staff-actions.csv"), texts))
        using (var events = new EventsFile(pathOf("events.jsonl")))
        {
            reader.Run(story, [usage, policy, staff, events, deliveries], cancellationToken);
        }

        new ConsentsTable(texts).Write(story, consents);
        Deviations.Write(story, texts, pathOf("deviations.csv"));
        new ProvisionRecords(story, reader.Documents().Select(document => document.Grant).ToHashSet(), texts)
            .Write(deliveries.ReadAll(), pathOf("provision-records.csv"), pathOf("receipt-records.csv"));
        RecordFiles.Write(story, reader.Receipts(), pathOf("consents.jsonld"), pathOf("kantara.json"));
    }
}
