namespace Pds.Cryptography.Tests.Keys;

/// <summary>A key store without a file, so that tests of wraps do not pay for a passphrase.</summary>
internal sealed class MemoryKeys : IKeyStore
{
    private readonly Dictionary<string, SortedDictionary<int, SecretBytes>> secrets = [];

    public IReadOnlyList<string> Names => [.. secrets.Keys.Order(StringComparer.Ordinal)];

    public void Add(string name)
    {
        var versions = secrets.TryGetValue(name, out var known) ? known : secrets[name] = [];
        versions[versions.Count == 0 ? 1 : versions.Keys.Last() + 1] = SecretBytes.Random(32);
    }

    public void Destroy(string name, int version)
    {
        secrets[name].Remove(version, out var secret);
        secret!.Dispose();
    }

    public IReadOnlyList<int> Versions(string name) => [.. secrets[name].Keys];

    public int Current(string name) => secrets[name].Keys.Last();

    public SecretBytes Get(string name, int version) => secrets[name][version].Copy();

    public void Dispose()
    {
        foreach (var secret in secrets.Values.SelectMany(v => v.Values))
        {
            secret.Dispose();
        }
    }
}
