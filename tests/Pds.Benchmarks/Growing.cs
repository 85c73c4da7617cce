using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Benchmarks;

/// <summary>Entries like those of city life: uses of data on many residents' chains.</summary>
internal static class Growing
{
    private const int Chains = 5_000;
    private static readonly ResidentId[] Residents = [.. Enumerable.Range(0, Chains).Select(_ => ResidentId.New())];
    private static readonly OrganizationId Recipient = OrganizationId.New();
    private static readonly GrantId Grant = GrantId.New();
    private static readonly byte[] Digest = RandomSource.Bytes(32);

    /// <summary>One command with one entry on the chain of the i-th resident.</summary>
    public static Command Use(long i, DateTimeOffset at) => new([], [new EntryDraft(
        ChainId.Resident(Residents[i % Chains]),
        new Disclosed(at, Grant, Recipient, Digest, Digest, 1, ["name", "address"]))]);

    /// <summary>Appends until the tree has at least this many leaves.</summary>
    public static async Task ToAsync(Recorder recorder, long size)
    {
        long next = 0;
        await Task.WhenAll(Enumerable.Range(0, 512).Select(_ => Task.Run(async () =>
        {
            while (recorder.Latest.Size < size)
            {
                await recorder.RecordAsync(Use(Interlocked.Increment(ref next), recorder.Clock.GetUtcNow()));
            }
        })));
    }
}
