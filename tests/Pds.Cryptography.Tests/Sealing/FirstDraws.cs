using System.Runtime.CompilerServices;
using System.Text;

namespace Pds.Cryptography.Tests.Sealing;

/// <summary>
/// What a process draws before anything else has happened in it. <see cref="RestartTests"/> starts this program again with a variable set; it
/// prints its draws and ends before a single test is looked for.
/// </summary>
internal static class FirstDraws
{
    public const string Variable = "PDS_FIRST_DRAWS";

    /// <summary>Lines one process prints.</summary>
    public const int Lines = (2 * Each) + 6;

    private const int Each = 16;

    [ModuleInitializer]
    internal static void PrintAndEnd()
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
        {
            return;
        }

        foreach (var drawn in Draw())
        {
            Console.WriteLine(drawn);
        }

        Environment.Exit(0);
    }

    // The same key in every process, as a server's master keys are: only the salt keeps two messages apart.
    private static IEnumerable<string> Draw()
    {
        using var key = SecretBytes.CopyOf(new byte[32]);
        using var recipient = HpkePrivateKey.Import(Encoding.ASCII.GetBytes("the same recipient in every run."));
        for (var i = 0; i < Each; i++)
        {
            yield return Convert.ToHexString(Seal.Close(key, "c"u8, "p"u8).AsSpan(1, Cobblestone256.SaltSize));
            yield return Convert.ToHexString(recipient.PublicKey.Seal("i"u8, [], "p"u8).AsSpan(0, Hpke.PublicKeySize));
        }

        using var es256 = Es256Key.Create();
        using var ed25519 = Ed25519Key.Create();
        using var hpke = HpkePrivateKey.Create();
        yield return es256.PublicKey.Jkt;
        yield return Convert.ToHexString(ed25519.PublicKey.Raw);
        yield return Convert.ToHexString(hpke.PublicKey.Raw);
        yield return Convert.ToHexString(RandomSource.Bytes(16));
        yield return OpaqueId.New("grt");
        yield return CallBinding.NewJti();
    }
}
