using System.Diagnostics;
using AuditPack;
using Pds.Client;

Console.OutputEncoding = System.Text.Encoding.UTF8;
if (args.Any(argument => argument is "--help" or "-h"))
{
    Console.WriteLine(Options.Help);
    return 0;
}

if (Options.TryParse(args, out var problem) is not { } options)
{
    Console.Error.WriteLine(problem);
    return 64;
}

if (!Folder.TryPrepare(options.Out, out var folder, out problem))
{
    Console.Error.WriteLine(problem);
    return 64;
}

var watch = Stopwatch.StartNew();
try
{
    var exitCode = await new Pack(options, folder, watch).RunAsync();
    return exitCode;
}
catch (Exception surprise) when (surprise is SurpriseException or PdsException or IOException or InvalidOperationException or HttpRequestException)
{
    Console.Error.WriteLine(Texts.Of("surprise", surprise is PdsException refusal ? $"{refusal.Reason}: {refusal.Message}" : surprise.Message));
    return 1;
}
