using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Witness;

/// <summary>
/// A witness's Ed25519 key: the seed in a sealed key file (Argon2id, mode 0600), and beside it, in <c>….vkey</c>, the public half with the
/// witness's name, which goes into policies. The key is used for cosignatures only.
/// </summary>
internal static class WitnessKeyFile
{
    /// <summary>The environment variable with the passphrase, 12 characters or more.</summary>
    public const string PassphraseVariable = "PDS_WITNESS_PASSPHRASE";

    private const string SecretName = "witness-ed25519";

    /// <summary>Makes both files. Neither is ever overwritten.</summary>
    /// <exception cref="KeyFileException">The file exists, or the passphrase is too short.</exception>
    /// <exception cref="ArgumentException">The name does not fit into a note.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    public static CosignatureVerifier Create(string path, string name, string passphrase)
    {
        // The name is tried on a throw-away key first: a bad one must not leave a key file behind.
        using (var trial = Ed25519Key.Create())
        {
            _ = new CosignatureVerifier(name, trial.PublicKey);
        }

        using var store = SealedKeyFile.Create(path, passphrase, SecretName);
        using var key = store.OpenEd25519(SecretName);
        var verifier = new CosignatureVerifier(name, key.PublicKey);
        DurableFile.WriteAtomically(VkeyPath(path), System.Text.Encoding.UTF8.GetBytes(verifier + "\n"), DurableFile.Public);
        return verifier;
    }

    /// <summary>Opens the key and its name; the caller disposes the key.</summary>
    /// <exception cref="KeyFileException">There is no such file, the passphrase is another one, or the two files do not belong together.</exception>
    public static (CosignatureSigner Signer, Ed25519Key Key) Open(string path, string passphrase)
    {
        using var store = SealedKeyFile.Open(path, passphrase);
        var key = store.OpenEd25519(SecretName);
        if (File.Exists(VkeyPath(path))
            && CosignatureVerifier.TryParse(File.ReadAllText(VkeyPath(path)).TrimEnd('\n'), out var verifier)
            && verifier.Key.Equals(key.PublicKey))
        {
            return (new CosignatureSigner(verifier.Name, key), key);
        }

        key.Dispose();
        throw new KeyFileException($"{VkeyPath(path)} is missing or not the public half of {path}. Put back the one that 'witness keygen' made.");
    }

    /// <summary>The passphrase from its file (a last newline is not part of it) or from the environment; null when there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? FindPassphrase(FileInfo? file) => file is not null
        ? File.ReadAllText(file.FullName).TrimEnd('\r', '\n')
        : Environment.GetEnvironmentVariable(PassphraseVariable) is { Length: > 0 } given ? given : null;

    private static string VkeyPath(string path) => path + ".vkey";
}
