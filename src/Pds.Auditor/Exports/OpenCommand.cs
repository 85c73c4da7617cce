using System.CommandLine;
using Pds.Auditor.Verify;
using Pds.Cryptography;

namespace Pds.Auditor.Exports;

/// <summary>
/// <c>pds-audit open FILE --identity KEYS --out DIR</c>: opens a sealed export where no <c>age</c> is at hand, and unpacks it as an enemy's.
/// <c>age -d</c> and <c>tar -x</c> do the same.
/// </summary>
internal static class OpenCommand
{
    private const string IdentityMark = "AGE-SECRET-KEY-";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The sealed export, an age v1 file." };
        var identity = new Option<FileInfo>("--identity") { Description = "The file age-keygen made.", Required = true };
        var folder = new Option<DirectoryInfo>("--out") { Description = "A folder that is not there yet.", Required = true };
        var language = new Option<string>("--lang") { Description = "Language of messages.", DefaultValueFactory = _ => "ja" };
        language.AcceptOnlyFromAmong([.. AuditTexts.Languages]);
        var command = new Command("open", "Opens a sealed export and unpacks it.") { file, identity, folder, language };
        command.SetAction(parsed => Run(
            parsed.GetValue(file)!, parsed.GetValue(identity)!, parsed.GetValue(folder)!, AuditTexts.Of(parsed.GetValue(language)!)));
        return command;
    }

    private static int Run(FileInfo file, FileInfo identityFile, DirectoryInfo folder, AuditTexts texts)
    {
        if (!file.Exists || !identityFile.Exists || identityFile.Length > 64 * 1024 || folder.Exists)
        {
            Console.Error.WriteLine(texts["open.usage"]);
            return ExitCode.Usage;
        }

        var line = File.ReadLines(identityFile.FullName).FirstOrDefault(text => text.StartsWith(IdentityMark, StringComparison.Ordinal));
        if (!AgeIdentity.TryParse(line?.Trim(), out var identity))
        {
            Console.Error.WriteLine(texts["open.identity"]);
            return ExitCode.Usage;
        }

        using (identity)
        {
            var opened = TryOpen(file, identity, folder);
            Console.Error.WriteLine(texts.Format(opened ? "open.done" : "open.failed", folder.FullName));
            return opened ? ExitCode.Sound : ExitCode.Tampered;
        }
    }

    // The tar in clear lies beside its contents for a moment: it is as long as they are, and memory is not.
    private static bool TryOpen(FileInfo file, AgeIdentity identity, DirectoryInfo folder)
    {
        using var clear = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        using (var source = file.OpenRead())
        {
            if (!AgeFile.TryOpen(source, identity, clear))
            {
                return false;
            }
        }

        clear.Position = 0;
        return new ExportUnpacking(folder.FullName).TryRun(clear);
    }
}
