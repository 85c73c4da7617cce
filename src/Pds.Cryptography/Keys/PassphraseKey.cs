using System.Security.Cryptography;
using NSec.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// A sealing key from a passphrase: Argon2id (RFC 9106) by libsodium, one lane, 16-byte salt, 32-byte result. Costs below
/// the floor are refused when reading, so that nobody weakens a file by editing its header; costs above the roof are
/// refused, so that nobody exhausts us with one.
/// </summary>
/// <param name="MemoryKiB">Memory in KiB, 65,536 (64 MiB) to 1,048,576 (1 GiB).</param>
/// <param name="Passes">Passes over the memory, 3 to 16.</param>
internal sealed record PassphraseKey(uint MemoryKiB, uint Passes)
{
    public const int SaltSize = 16;

    public static readonly PassphraseKey Standard = new(64 * 1024, 3);

    public bool IsAcceptable => MemoryKiB is >= 64 * 1024 and <= 1024 * 1024 && Passes is >= 3 and <= 16;

    public SecretBytes Derive(string passphrase, ReadOnlySpan<byte> salt)
    {
        var parameters = new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = MemoryKiB, NumberOfPasses = Passes };
        var algorithm = PasswordBasedKeyDerivationAlgorithm.Argon2id(parameters);
        var utf8 = System.Text.Encoding.UTF8.GetBytes(passphrase);
        var key = algorithm.DeriveBytes(utf8, salt, Seal.KeySize);
        try
        {
            return SecretBytes.CopyOf(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(utf8);
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
