using System.CommandLine;

namespace Pds.Auditor.Witness;

/// <summary>Options that several commands share, written once.</summary>
internal static class WitnessOptions
{
    public static Option<FileInfo> Key() => new("--key")
    {
        Description = "鍵ファイル(合言葉で封をしたもの)/ the sealed key file",
        DefaultValueFactory = _ => new FileInfo("witness.key"),
    };

    public static Option<FileInfo?> PassphraseFile() => new("--passphrase-file")
    {
        Description = $"合言葉のファイル。なければ環境変数 {WitnessKeyFile.PassphraseVariable} / file with the passphrase; else the environment variable {WitnessKeyFile.PassphraseVariable}",
    };
}
