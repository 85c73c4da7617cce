using Pds.Cryptography;

namespace Pds.Disclosure.Tests;

/// <summary>Named random keys for one test; the sealed key file has tests of its own and costs an Argon2 each time.</summary>
internal sealed class MemoryKeys(params IEnumerable<string> names) : IKeyStore
{
    private readonly Dictionary<string, SecretBytes> keys = names.ToDictionary(name => name, _ => SecretBytes.Random(MasterKey.Size));

    public IReadOnlyList<string> Names => [.. keys.Keys];

    public IReadOnlyList<int> Versions(string name) => [1];

    public int Current(string name) => 1;

    public SecretBytes Get(string name, int version) => keys[name].Copy();

    public void Dispose()
    {
        foreach (var key in keys.Values)
        {
            key.Dispose();
        }
    }
}
