namespace Pds.Client;

/// <summary>
/// Requests for the data of many residents, complete before their first attempt. Sending the same object again within 10 minutes, or what
/// <see cref="Except"/> leaves of it, resumes the same calls (same intents, each counted once); it never makes second ones.
/// </summary>
public sealed class PreparedBatch
{
    internal PreparedBatch(IReadOnlyList<(int Item, PreparedCall Call)> calls) => Calls = calls;

    /// <summary>Items not left out, by their position in the batch as it was first prepared.</summary>
    public IReadOnlyList<int> Items => [.. Calls.Select(one => one.Item)];

    internal IReadOnlyList<(int Item, PreparedCall Call)> Calls { get; }

    /// <summary>What is left after answers that came, under the numbers it had: to be sent after the stream broke off.</summary>
    /// <param name="answered">Values of <see cref="BatchAnswer.Item"/>.</param>
    public PreparedBatch Except(IEnumerable<int> answered)
    {
        var had = answered.ToHashSet();
        return new PreparedBatch([.. Calls.Where(one => !had.Contains(one.Item))]);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(PreparedBatch) + " " + Calls.Count;
}
