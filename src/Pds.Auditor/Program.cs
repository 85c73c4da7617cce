using System.CommandLine;
using Pds.Auditor;
using Pds.Auditor.Watch;
using Pds.Auditor.Witness;

Console.OutputEncoding = System.Text.Encoding.UTF8;
var parsed = new RootCommand("監査と立会いの道具。記録を自分の手で確かめます。/ Checks the log with your own hands: audit, watch, witness.")
{
    WitnessCommand.Create(),
    WatchCommand.Create(),
}.Parse(args);

// What the parser refuses is printed by its own action; the exit code is ours (sysexits.h, EX_USAGE).
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
