using Pds.Cryptography;

namespace Pds.Consent.Tests;

/// <summary>A key store without a file, so that a test does not pay for a passphrase.</summary>
internal sealed class TestKeys(params string[] names) : IKeyStore
{
    private readonly Dictionary<string, SecretBytes> secrets = names.ToDictionary(name => name, _ => SecretBytes.Random(MasterKey.Size));

    public IReadOnlyList<string> Names => [.. secrets.Keys];

    public IReadOnlyList<int> Versions(string name) => [1];

    public int Current(string name) => 1;

    public SecretBytes Get(string name, int version) => secrets[name].Copy();

    public void Dispose()
    {
        foreach (var secret in secrets.Values)
        {
            secret.Dispose();
        }
    }
}
