using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Pds.Client;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server;
using Pds.Server.FirstRun;
using Pds.Server.Hosting;
using Pds.Web.Hosting;

Console.OutputEncoding = System.Text.Encoding.UTF8;
if (args.Any(argument => argument is "--help" or "-h" or "-?" or "help"))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

try
{
    var (options, development, problem) = CommandLine.Read(args);
    if (problem is not null)
    {
        Console.Error.WriteLine($"{problem} という設定はありません。--help をご覧ください。/ There is no option {problem}. See --help.");
        return 2;
    }

    await using var server = await CityServer.StartAsync(options, development, logging => Logging(logging, Enum.Parse<LogLevel>(options.LogLevel)));
    await using var pages = options.Pages ?? development
        ? await MountedPages.StartAsync(options.Data, development, logging => Logging(logging, Enum.Parse<LogLevel>(options.LogLevel)))
        : null;
    Welcome.Print(Console.Out, server, pages?.Address, development);
    await server.WaitAsync();
    Console.WriteLine("終了します。実行中の処理を待っています。/ Stopping; running calls may finish.");
    return 0;
}
catch (OptionsValidationException wrong)
{
    Console.Error.WriteLine("設定に誤りがあります。/ Some options need a change:");
    foreach (var failure in wrong.Failures)
    {
        Console.Error.WriteLine("  - " + failure);
    }

    return 2;
}
catch (IOException taken) when (taken.InnerException is AddressInUseException)
{
    Console.Error.WriteLine("ポートがふさがっています。--port か、画面なら PDS_WEB_PORT で変えるか、--pages false にしてください。");
    Console.Error.WriteLine("A port is taken: choose another with --port, for the pages with PDS_WEB_PORT, or leave them out with --pages false. " + taken.Message);
    return 3;
}
catch (Exception refused) when (refused is StartRefusedException or KeyFileException or LedgerRefusedException or FormatException or PdsException or PagesNotStartedException)
{
    Console.Error.WriteLine(refused.Message);
    return 3;
}

static void Logging(ILoggingBuilder logging, LogLevel level)
{
    logging.AddJsonConsole(json => json.UseUtcTimestamp = true).SetMinimumLevel(LogLevel.Warning).AddFilter("Pds.Server", level).AddFilter("Pds.Web", level);
    if (level < LogLevel.Information)
    {
        // Somebody is looking for a fault: the framework says what it does with connections, routes and calls.
        logging.SetMinimumLevel(level);
        return;
    }

    // In daily work framework components stay quiet: ours say the same without quoting requests and exceptions.
    logging.AddFilter("Grpc", LogLevel.None)
        .AddFilter("OpenIddict", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore", LogLevel.Error)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
}
