using Microsoft.Extensions.Options;
using Pds.Client;
using Pds.Cryptography;
using Pds.Web;
using Pds.Web.Hosting;

Console.OutputEncoding = System.Text.Encoding.UTF8;
if (args.Any(argument => argument is "--help" or "-h" or "-?" or "help"))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

try
{
    var (options, development) = CommandLine.Read(args);
    await using var web = await FirstRun.StartAsync(options, development, logging => logging
        .AddJsonConsole(json => json.UseUtcTimestamp = true)
        .SetMinimumLevel(LogLevel.Warning)
        .AddFilter("Pds.Web", LogLevel.Information)

        // The framework would quote addresses of pages, and those name consents.
        .AddFilter("Microsoft.AspNetCore", LogLevel.Error)
        .AddFilter("OpenIddict", LogLevel.None));
    Console.WriteLine();
    Console.WriteLine(WebTexts.Operator["welcome.title"]);
    Console.WriteLine("  " + web.Address);
    await web.WaitAsync();
    return 0;
}
catch (OptionsValidationException wrong)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, wrong.Failures));
    return 2;
}
catch (Exception refused) when (refused is KeyFileException or PdsException or PagesNotStartedException)
{
    Console.Error.WriteLine(refused.Message);
    return 3;
}
