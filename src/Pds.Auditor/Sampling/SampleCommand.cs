using System.CommandLine;
using Pds.Auditor.Exports;
using Pds.Auditor.Verify;

namespace Pds.Auditor.Sampling;

/// <summary>
/// <c>pds-audit sample DIR --seed S</c>: draws disclosures for an audit on the spot, and writes the checklist for it. 0 sound, 2 findings, 3 tampered (no
/// checklist), 64 usage.
/// </summary>
internal static class SampleCommand
{
    private const int MaxCount = 10_000;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("dir") { Description = "The export, unpacked." };
        var count = new Option<int>("--n") { Description = "How many disclosures, 1 to 10000.", DefaultValueFactory = _ => 25 };
        var seed = new Option<string>("--seed")
        {
            Description = "Your seed, 1 to 64 characters: choose it after the export was taken, by dice for example, and keep it with the checklist.", Required = true,
        };
        var output = new Option<DirectoryInfo?>("--out") { Description = "A folder that is empty or not there yet, for the checklist as HTML, Markdown and CSV." };
        var policy = new Option<FileInfo?>("--policy") { Description = "Your own tlog-policy, as with verify." };
        var root = new Option<FileInfo?>("--ca") { Description = "The city's root certificate as you have it, as with verify." };
        var previous = new Option<FileInfo?>("--previous") { Description = "The checkpoint you kept from your last audit, as with verify." };
        var language = new Option<string>("--lang") { Description = "Language of the checklist.", DefaultValueFactory = _ => "ja" };
        language.AcceptOnlyFromAmong([.. AuditTexts.Languages]);
        var json = new Option<bool>("--json") { Description = "The sample as JSON on standard output." };
        var command = new Command("sample", "Draws disclosures and makes a checklist: 0 sound, 2 findings, 3 tampered, 64 usage.")
        {
            folder, count, seed, output, policy, root, previous, language, json,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            new SampleOrder(parsed.GetValue(folder)!, parsed.GetValue(count), parsed.GetValue(seed)!, parsed.GetValue(output), parsed.GetValue(json)),
            new AnchorFiles(parsed.GetValue(policy), parsed.GetValue(root), parsed.GetValue(previous)),
            parsed.GetValue(language)!,
            cancellationToken)));
        return command;
    }

    private static int Run(SampleOrder order, AnchorFiles files, string language, CancellationToken cancellationToken)
    {
        var (checks, texts) = (AuditTexts.Of(language), AuditTexts.Of(language, "Sample"));
        return !files.TryRead(out var anchors, out var unreadable) ? Usage(checks.Format("no-file", unreadable))
            : !order.Folder.Exists ? Usage(checks.Format("no-folder", order.Folder.FullName))
            : order.Count is < 1 or > MaxCount ? Usage(texts.Format("bad-count", MaxCount))
            : order.Seed.Length is 0 or > SampleDraw.MaxSeedChars || order.Seed.Any(char.IsControl) ? Usage(texts.Format("bad-seed", SampleDraw.MaxSeedChars))
            : order.Output is { } output && (File.Exists(output.FullName) || (output.Exists && output.EnumerateFileSystemInfos().Any()))
                ? Usage(texts.Format("out-in-use", output.FullName))
            : VerifiedExport.Run(order.Folder, anchors, checks, cancellationToken, (export, verdict) => Write(order, Sample.Of(export, verdict, order.Seed, order.Count), texts, language));
    }

    private static int Write(SampleOrder order, Sample sample, AuditTexts texts, string language)
    {
        var checklist = new Checklist(texts, language, sample);
        if (order.Output is { } output)
        {
            checklist.WriteTo(output);
            Console.Error.WriteLine(texts.Format("written", output.FullName));
        }

        if (order.Json)
        {
            Console.Out.WriteLine(SampleJson.Of(sample));
        }
        else if (order.Output is null)
        {
            Console.Out.Write(checklist.Markdown());
        }

        return sample.ExitCode;
    }

    private static int Usage(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return ExitCode.Usage;
    }
}

/// <summary>What somebody asked of <c>pds-audit sample</c>.</summary>
/// <param name="Folder">The export.</param>
/// <param name="Count">How many disclosures.</param>
/// <param name="Seed">The auditor's seed.</param>
/// <param name="Output">Where the checklist goes; null for standard output.</param>
/// <param name="Json">JSON on standard output.</param>
internal sealed record SampleOrder(DirectoryInfo Folder, int Count, string Seed, DirectoryInfo? Output, bool Json);
