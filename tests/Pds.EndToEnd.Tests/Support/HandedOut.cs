using System.Text;
using Pds.Client;
using Pds.Ledger;

namespace Pds.EndToEnd.Tests;

/// <summary>
/// Every position of the log that the server ever handed out: index, commitment and signed checkpoint. All of them must hold in every later
/// log, whatever happened in between (I-21), and no index may ever name two entries. Safe for parallel callers.
/// </summary>
internal sealed class HandedOut(OfflineVerifier verifier)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, byte[]> _commitments = [];
    private readonly SortedDictionary<long, Checkpoint> _checkpoints = [];

    /// <summary>How many different indices were handed out.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _commitments.Count;
            }
        }
    }

    /// <summary>How many different tree sizes were signed and seen.</summary>
    public int Checkpoints
    {
        get
        {
            lock (_gate)
            {
                return _checkpoints.Count;
            }
        }
    }

    public ProvenEntry Take(Protocol.V1.LedgerEvidence evidence)
    {
        var entry = Take(Encoding.UTF8.GetString(evidence.TlogProof.Span));
        entry.Index.Should().Be(evidence.Index);
        return entry;
    }

    /// <summary>Checks a proof offline and remembers its place.</summary>
    public ProvenEntry Take(string tlogProof)
    {
        verifier.TryVerifyEntry(tlogProof, out var entry).Should().BeTrue("every answer carries a proof that verifies");
        lock (_gate)
        {
            if (_commitments.TryGetValue(entry!.Index, out var before))
            {
                before.Should().Equal(entry.Commitment, "an index names one entry for ever (index {0})", entry.Index);
            }

            _commitments[entry.Index] = entry.Commitment;
            if (_checkpoints.TryGetValue(entry.Checkpoint.Size, out var same))
            {
                same.Root.Should().Equal(entry.Checkpoint.Root, "one size has one root (size {0})", entry.Checkpoint.Size);
            }

            _checkpoints[entry.Checkpoint.Size] = entry.Checkpoint;
        }

        return entry;
    }

    public void Take(OpenedData opened)
    {
        Take(opened.Evidence.IntentProof);
        Take(opened.Evidence.DisclosedProof);
    }

    /// <summary>All of it: positions by index, checkpoints by size.</summary>
    public (IReadOnlyDictionary<long, byte[]> Commitments, IReadOnlyList<Checkpoint> Checkpoints) All()
    {
        lock (_gate)
        {
            return (new Dictionary<long, byte[]>(_commitments), [.. _checkpoints.Values]);
        }
    }
}
