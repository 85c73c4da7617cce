using System.CommandLine;
using Pds.Cryptography;

namespace Pds.Auditor.Witness;

/// <summary><c>pds-audit witness keygen</c>: makes a witness's key and prints the line that goes into a policy.</summary>
internal static class KeygenCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name")
        {
            Description = "立会人の名前。ふつうは http のつかない URL の形 / the witness's name, usually a URL without a scheme, such as witness.chamber.example/mutsu",
            Required = true,
        };
        var key = WitnessOptions.Key();
        var passphraseFile = WitnessOptions.PassphraseFile();
        var command = new Command("keygen", "立会人の鍵を作ります。/ Make a witness's key.") { name, key, passphraseFile };
        command.SetAction(parsed => Run(parsed.GetValue(name)!, parsed.GetValue(key)!, parsed.GetValue(passphraseFile)));
        return command;
    }

    private static int Run(string name, FileInfo key, FileInfo? passphraseFile)
    {
        try
        {
            if (WitnessKeyFile.FindPassphrase(passphraseFile) is not { } passphrase)
            {
                Console.Error.WriteLine($"""
                    合言葉がありません。環境変数 {WitnessKeyFile.PassphraseVariable} か --passphrase-file で、12文字以上の合言葉を渡してください。
                    There is no passphrase. Give one of 12 characters or more in {WitnessKeyFile.PassphraseVariable} or with --passphrase-file.
                    """);
                return ExitCode.Findings;
            }

            var verifier = WitnessKeyFile.Create(key.FullName, name, passphrase);
            Console.WriteLine($"""
                鍵 / key      {key.FullName}
                公開鍵 / vkey {verifier}

                記録の運営者に渡す方針の行 / the line for a policy of those who trust this witness:
                witness {name} {verifier} http://ADDRESS/
                """);
            return ExitCode.Sound;
        }
        catch (Exception refused) when (refused is KeyFileException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine(refused.Message);
            return ExitCode.Findings;
        }
    }
}
