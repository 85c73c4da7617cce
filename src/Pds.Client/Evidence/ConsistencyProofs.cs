using Google.Protobuf;
using Pds.Ledger;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>Asks the city to prove that its log only grew between two checkpoints. What it answers is not believed but verified.</summary>
internal sealed class ConsistencyProofs(LedgerService.LedgerServiceClient ledger)
{
    /// <summary>The proof as claimed; null when the log says it never had these sizes, although it signed them.</summary>
    /// <exception cref="PdsException">The server cannot be reached; that says nothing about the log.</exception>
    public async Task<ConsistencyProof?> AskAsync(Checkpoint older, Checkpoint newer, CancellationToken cancellationToken)
    {
        // The root shows that the newer one was signed for somebody: it came with an answer, and the public directory may not have it yet.
        var ask = new GetConsistencyProofRequest { OldSize = older.Size, NewSize = newer.Size, NewRoot = ByteString.CopyFrom(newer.Root) };
        try
        {
            var answer = await Call.RunAsync(
                "GetConsistencyProof",
                null,
                () => ledger.GetConsistencyProofAsync(ask, cancellationToken: cancellationToken).ResponseAsync,
                cancellationToken).ConfigureAwait(false);
            return new ConsistencyProof(older.Size, newer.Size, [.. answer.Hashes.Select(hash => hash.ToByteArray())]);
        }
        catch (PdsException refusal) when (refusal.Reason is "NOT_FOUND" or "INVALID_ARGUMENT")
        {
            return null;
        }
    }
}
