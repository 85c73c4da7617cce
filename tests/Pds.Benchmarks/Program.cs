using System.CommandLine;
using Pds.Benchmarks;

var callers = new Option<int>("--callers") { Description = "Calls under way at once.", DefaultValueFactory = _ => 64 };
var seconds = new Option<int>("--seconds") { Description = "Measured seconds of each row.", DefaultValueFactory = _ => 10 };
var writers = new Option<int>("--writers") { Description = "Parallel writers.", DefaultValueFactory = _ => 256 };
var sizes = new Option<long[]>("--sizes")
{
    Description = "Ledger sizes to measure at, ascending.",
    DefaultValueFactory = _ => [1_000, 100_000, 1_000_000],
    AllowMultipleArgumentsPerToken = true,
};
var data = new Argument<string>("data") { Description = "Data folder of the server under measurement." };

var requestData = new Command("request-data", "(a) bare mutual-TLS unary, (b) with the same public-key operations, (c) RequestData, (d) through the SDK; then open loop.")
{
    callers, seconds,
};
requestData.SetAction((parsed, _) => RequestDataRun.RunAsync(parsed.GetValue(callers), parsed.GetValue(seconds)));
var append = new Command("append", "Recorder appends a second: event sealed, chain advanced, published.") { writers, seconds };
append.SetAction((parsed, _) => AppendRun.RunAsync(parsed.GetValue(writers), parsed.GetValue(seconds)));
var growth = new Command("growth", "Cost of RequestData and of an append as the ledger grows.") { sizes };
growth.SetAction((parsed, _) => GrowthRun.RunAsync(parsed.GetValue(sizes)!));
var withdraw = new Command("withdraw", "From Withdraw to its effect, seen by the recipient.");
withdraw.SetAction((_, _) => WithdrawRun.RunAsync());
var chains = new Option<int>("--chains") { Description = "Chains to take the heads of.", DefaultValueFactory = _ => 50_000 };
var heads = new Command("heads", "Cost of one epoch of the heads tree.") { chains };
heads.SetAction((parsed, _) => HeadsRun.RunAsync(parsed.GetValue(chains)));
var parts = new Command("parts", "Sealing, HPKE and receipt verification beside the bare primitive.");
parts.SetAction(_ => Parts.Run());
var entries = new Option<long>("--entries") { Description = "Leaves of the log, about.", DefaultValueFactory = _ => 1_000_000 };
var export = new Option<string?>("--export") { Description = "A folder that keeps the export from run to run; made when it is not there." };
var verify = new Command("verify-export", "pds-audit verify beside the bare primitives over the same bytes.") { entries, export };
verify.SetAction((parsed, _) => VerifyExportRun.RunAsync(parsed.GetValue(entries), parsed.GetValue(export)));
var readers = new Option<int>("--readers") { Description = "Pages asked for at once.", DefaultValueFactory = _ => 16 };
var rounds = new Option<int>("--rounds") { Description = "Rounds, each with every page in all three cases.", DefaultValueFactory = _ => 15 };
var pages = new Command("pages", "Residents' pages beside an empty page of the same host.") { readers, rounds };
pages.SetAction((parsed, _) => PagesRun.RunAsync(parsed.GetValue(readers), parsed.GetValue(rounds)));
var serve = new Command("serve", "The server under measurement; started by the other commands.") { data };
serve.Hidden = true;
serve.SetAction((parsed, _) => MeasuredServer.RunAsync(parsed.GetValue(data)!));

return await new RootCommand("Benchmarks of the personal data store. Each command prints a table and exits with 1 when a target is missed.")
{
    requestData, append, growth, withdraw, heads, parts, verify, pages, serve,
}.Parse(args).InvokeAsync();
