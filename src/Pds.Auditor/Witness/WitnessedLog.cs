using System.Text;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Witness;

/// <summary>
/// What a witness remembers of one log, in a folder of its own: <c>last</c>, the checkpoint cosigned last or about to be, as the log signed it;
/// <c>checkpoint</c>, the one cosigned last with the cosignature, which anybody may read; <c>evidence/</c>, roots that cannot both be true.
/// Deciding, storing and signing are one step for each log: whoever comes second is judged against what the first left behind.
/// </summary>
internal sealed class WitnessedLog : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly WitnessFolder folder;
    private readonly IReadOnlyList<NoteVerifier> keys;
    private readonly CosignatureSigner signer;
    private readonly TimeProvider time;
    private Checkpoint? last;

    private WitnessedLog(WitnessFolder folder, IReadOnlyList<NoteVerifier> keys, CosignatureSigner signer, TimeProvider time, Checkpoint? last) =>
        (this.folder, this.keys, this.signer, this.time, this.last) = (folder, keys, signer, time, last);

    /// <summary>Opens what is remembered.</summary>
    /// <param name="folder">The log's folder.</param>
    /// <param name="keys">Keys trusted for this origin, at least one; all have its name.</param>
    /// <param name="signer">Cosigns.</param>
    /// <param name="time">The witness's clock.</param>
    /// <exception cref="InvalidDataException">What is there is not what this program wrote: a witness that forgot must not sign.</exception>
    public static WitnessedLog Open(WitnessFolder folder, IReadOnlyList<NoteVerifier> keys, CosignatureSigner signer, TimeProvider time)
    {
        var last = folder.ReadLast(keys);

        // The served file is written after the state, so it is never ahead of it; if it is, an older state was put back.
        if (folder.ReadServed(keys) is { } served && (last is null || served.Size > last.Size || (served.Size == last.Size && !served.IsSameTreeAs(last))))
        {
            throw new InvalidDataException(
                $"{folder.Path}: a checkpoint of size {served.Size} was cosigned, but the state says {last?.Size ?? 0}. "
                + "The state is older than it was; do not restore it from a backup.");
        }

        return new WitnessedLog(folder, keys, signer, time, last);
    }

    /// <summary>Judges a request and, when it may be, stores and cosigns its checkpoint.</summary>
    /// <exception cref="IOException">The state could not be made durable: nothing was signed.</exception>
    public async Task<WitnessAnswer> AddAsync(AddCheckpoint request, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Add(request);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The checkpoint cosigned last with its cosignature, as a note; null before the first.</summary>
    public string? Served() => folder.ReadServedText();

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private WitnessAnswer Add(AddCheckpoint request)
    {
        var decision = WitnessRule.Decide(request, keys, last);
        if (decision is WitnessDecision.Accepted { Checkpoint: var checkpoint })
        {
            return WitnessAnswer.Cosigned(StoreAndSign(checkpoint));
        }

        if (decision is WitnessDecision.Inconsistent { Fork: { } fork })
        {
            folder.KeepEvidence(last!, fork);
        }
        else if (decision is WitnessDecision.Conflict { Fork: { } stray })
        {
            folder.KeepEvidence(last!, stray);
        }

        return WitnessAnswer.Refusing(decision);
    }

    private Cosignature StoreAndSign(Checkpoint checkpoint)
    {
        if (last?.IsSameTreeAs(checkpoint) != true)
        {
            // Killed before this line: nothing changed. Killed within it: the old or the new state is there, and nothing is signed.
            folder.WriteLast(checkpoint);

            // Killed from here on: the new state is durable, so only what follows from it is ever signed, whether anybody got an answer or not.
            last = checkpoint;
        }

        var cosignature = signer.Cosign(checkpoint, time.GetUtcNow());
        folder.WriteServed(checkpoint.With(cosignature));
        return cosignature;
    }
}
