using Pds.Ledger;

namespace Pds.Client;

/// <summary>The newest checkpoint this process has seen. Two roots for one size are a fork, and everything after it is refused.</summary>
internal sealed class CheckpointMemory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, byte[]> _roots = [];
    private readonly Queue<long> _order = new();
    private const int Remembered = 1024;

    /// <summary>False when the log was seen before with this size and another root.</summary>
    public bool Accept(Checkpoint checkpoint)
    {
        lock (_gate)
        {
            if (_roots.TryGetValue(checkpoint.Size, out var root))
            {
                return root.AsSpan().SequenceEqual(checkpoint.Root);
            }

            _roots[checkpoint.Size] = checkpoint.Root;
            _order.Enqueue(checkpoint.Size);
            if (_order.Count > Remembered)
            {
                _roots.Remove(_order.Dequeue());
            }

            return true;
        }
    }
}
