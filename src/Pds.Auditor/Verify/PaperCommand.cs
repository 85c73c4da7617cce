using System.CommandLine;
using Pds.Ledger;
using Command = System.CommandLine.Command;

namespace Pds.Auditor.Verify;

/// <summary>
/// <c>pds-audit paper FILE --key VKEY</c>: checks the square code of a printed receipt, without a network and without the city: whether the log signed a tree that
/// holds this entry at this place. FILE holds the text that a telephone or <c>zbarimg --raw</c> read; <c>-</c> is standard input. 0 sound, 3 forged or changed, 64 usage.
/// </summary>
internal static class PaperCommand
{
    private const string StandardInput = "-";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The text of the code; - for standard input." };
        var key = new Option<string>("--key") { Description = "記録の公開鍵(vkey)、またはそのファイル / the log's vkey, or a file that holds it", Required = true };
        var language = new Option<string>("--lang") { Description = "Language of the answer.", DefaultValueFactory = _ => "ja" };
        language.AcceptOnlyFromAmong([.. AuditTexts.Languages]);
        var command = new Command("paper", "Checks the square code of a printed receipt: 0 sound, 3 forged or changed, 64 usage.") { file, key, language };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(key)!, AuditTexts.Of(parsed.GetValue(language)!)));
        return command;
    }

    private static int Run(string file, string key, AuditTexts texts)
    {
        if (!NoteVerifier.TryParse(File.Exists(key) ? File.ReadAllText(key).Trim() : key, out var log))
        {
            Console.Error.WriteLine(texts["paper.key"]);
            return ExitCode.Usage;
        }

        if (file != StandardInput && !File.Exists(file))
        {
            Console.Error.WriteLine(texts.Format("no-file", file));
            return ExitCode.Usage;
        }

        if (!PaperProof.TryParse(ReadCode(file), out var paper) || !paper.TryVerify(log, out var checkpoint))
        {
            Console.Error.WriteLine(texts["paper.forged"]);
            return ExitCode.Tampered;
        }

        Console.WriteLine(texts.Format("paper.sound", paper.Index + 1, checkpoint.Origin, checkpoint.Size));
        if (paper.LabelKey is not null)
        {
            Console.WriteLine(texts["paper.label"]);
        }

        return ExitCode.Sound;
    }

    // Readers add a line end of their own, and some write two characters for it.
    private static string ReadCode(string file)
    {
        using var reader = file == StandardInput ? Console.In : File.OpenText(file);
        var (buffer, length) = (new char[TlogProof.MaxLength], 0);
        while (length < buffer.Length && reader.Read(buffer, length, buffer.Length - length) is > 0 and var read)
        {
            length += read;
        }

        return new string(buffer, 0, length).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }
}
