namespace Pds.Auditor.Verify;

/// <summary>
/// Work whose results are wanted in the order of its input, on all cores: what a line says is worked out beside others, what it means for the
/// log is judged one after the other. Holds a few batches at a time, however long the input is.
/// </summary>
internal static class InOrder
{
    private static readonly int Ahead = 2 * Environment.ProcessorCount;

    /// <summary>The results, in order of the items.</summary>
    /// <param name="items">Read on the caller's thread, a few batches ahead.</param>
    /// <param name="batch">Items in a batch.</param>
    /// <param name="work">Pure; called from several threads.</param>
    public static IEnumerable<TResult> Map<T, TResult>(IEnumerable<T> items, int batch, Func<T, TResult> work)
    {
        var running = new Queue<Task<TResult[]>>();
        foreach (var some in items.Chunk(batch))
        {
            running.Enqueue(Task.Run(() => Array.ConvertAll(some, item => work(item))));
            if (running.Count >= Ahead)
            {
                foreach (var result in running.Dequeue().GetAwaiter().GetResult())
                {
                    yield return result;
                }
            }
        }

        while (running.TryDequeue(out var last))
        {
            foreach (var result in last.GetAwaiter().GetResult())
            {
                yield return result;
            }
        }
    }
}
