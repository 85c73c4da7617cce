using System.CommandLine;
using Pds.Auditor;
using Pds.Auditor.Differences;
using Pds.Auditor.Explain;
using Pds.Auditor.Exports;
using Pds.Auditor.Reports;
using Pds.Auditor.Reports.Records;
using Pds.Auditor.Sampling;
using Pds.Auditor.Verify;
using Pds.Auditor.Watch;
using Pds.Auditor.Witness;

Console.OutputEncoding = System.Text.Encoding.UTF8;
var parsed = new RootCommand("監査と立会いの道具。市に頼らず、自分の手で確かめます。/ Checks a city's personal data store without the city: verify, watch, witness.")
{
    VerifyCommand.Create(),
    ReportCommand.Create(),
    CompareRecordsCommand.Create(),
    ExplainCommand.Create(),
    SampleCommand.Create(),
    DiffCommand.Create(),
    OpenCommand.Create(),
    PaperCommand.Create(),
    WitnessCommand.Create(),
    WatchCommand.Create(),
}.Parse(args);

// What the parser refuses is printed by its own action; the exit code is ours (sysexits.h, EX_USAGE).
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
