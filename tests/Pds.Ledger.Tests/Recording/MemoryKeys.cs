using Pds.Cryptography;

namespace Pds.Ledger.Tests.Recorders;

/// <summary>Random master keys for one test; the same across reopenings.</summary>
internal sealed class MemoryKeys : IKeyStore
{
    private readonly Dictionary<string, byte[]> keys = new()
    {
        ["k-ledger"] = RandomSource.Bytes(MasterKey.Size),
        ["k-index"] = RandomSource.Bytes(MasterKey.Size),
    };

    public IReadOnlyList<string> Names => [.. keys.Keys];

    public IReadOnlyList<int> Versions(string name) => [1];

    public int Current(string name) => 1;

    public SecretBytes Get(string name, int version) => SecretBytes.CopyOf(keys[name]);

    public void Dispose()
    {
    }
}
