using Pds.Cryptography;

namespace Pds.Server.FirstRun;

/// <summary>
/// Opens the sealed key file, making it on a first run. In development the passphrase is generated into a 0600 file beside it, which is no
/// protection, and so any other environment refuses keys that were made there: by the mark inside the sealed file, whatever became of the
/// file beside it.
/// </summary>
internal static class KeyRing
{
    /// <summary>Names in the key file.</summary>
    public const string Root = "k-root", Gate = "k-gate", Ledger = "k-ledger", Index = "k-index",
        GateHpke = "gate-hpke", RecorderHpke = "recorder-hpke", Log = "log-ed25519", Issuer = "issuer-es256", Authority = "ca-es256", Pages = "k-pages";

    /// <summary>The mark of keys made in development. A name like the others, so it is sealed with them; what is under it means nothing.</summary>
    public const string Development = "development";

    private const int KeyBytes = 32;
    private static readonly string[] RandomKeys = [Root, Gate, Ledger, Index, GateHpke, RecorderHpke, Log];

    /// <summary>Opens or makes the key file.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="development">Whether a generated passphrase is allowed.</param>
    /// <param name="passphraseVariable">The environment variable with the operator's passphrase.</param>
    /// <exception cref="StartRefusedException">Development keys outside development, or no passphrase.</exception>
    public static SealedKeyFile Open(DataFolder data, bool development, string passphraseVariable)
    {
        var passphrase = PassphraseOf(data, development, passphraseVariable);
        var keys = File.Exists(data.Keys)
            ? SealedKeyFile.Open(data.Keys, passphrase)
            : SealedKeyFile.Create(data.Keys, passphrase, development ? [.. RandomKeys, Development] : RandomKeys);
        if (!development && keys.Names.Contains(Development))
        {
            keys.Dispose();
            throw DevelopmentKeys(passphraseVariable);
        }

        // If the power fails between two of these lines, the next start finds a name missing and makes it.
        AddSigningKey(keys, Issuer);
        AddRandomKey(keys, Pages);
        if (File.Exists(data.DevelopmentPassphrase))
        {
            AddRandomKey(keys, Development); // Keys of an earlier version, from before there was a mark.
        }

        return keys;
    }

    private static StartRefusedException DevelopmentKeys(string passphraseVariable) => new(
        $"このデータフォルダーの鍵は開発用です。本番では使えません。新しいデータフォルダーを --data で指定し、環境変数 {passphraseVariable} に合言葉を入れて起動してください。\n"
        + $"The keys in this data folder are development keys and are refused outside Development. Give a fresh folder with --data and put a passphrase of your own into {passphraseVariable}.");

    private static string PassphraseOf(DataFolder data, bool development, string passphraseVariable)
    {
        if (!development && File.Exists(data.DevelopmentPassphrase))
        {
            throw DevelopmentKeys(passphraseVariable);
        }

        if (Environment.GetEnvironmentVariable(passphraseVariable) is { Length: > 0 } given)
        {
            return given;
        }

        if (!development)
        {
            throw new StartRefusedException(
                $"鍵ファイルを開く合言葉がありません。環境変数 {passphraseVariable} に12文字以上の合言葉を入れてください。\n"
                + $"There is no passphrase for the key file. Put one of at least 12 characters into {passphraseVariable}.");
        }

        if (!File.Exists(data.DevelopmentPassphrase))
        {
            DataFolder.WritePrivate(data.DevelopmentPassphrase, Base64Url.Encode(RandomSource.Bytes(32)));
        }

        return File.ReadAllText(data.DevelopmentPassphrase);
    }

    private static void AddRandomKey(SealedKeyFile keys, string name)
    {
        if (!keys.Names.Contains(name))
        {
            using var secret = SecretBytes.Random(KeyBytes);
            keys.Add(name, secret);
        }
    }

    private static void AddSigningKey(SealedKeyFile keys, string name)
    {
        if (!keys.Names.Contains(name))
        {
            using var made = Es256Key.Create();
            using var secret = made.Export();
            keys.Add(name, secret);
        }
    }
}
