namespace Pds.Client;

/// <summary>The answer to one item of a batch: data, or why not. One item's refusal says nothing about the others.</summary>
/// <param name="Item">Position in the batch, from 0.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Data">The opened data, or null when refused.</param>
/// <param name="Refusal">Why not, or null when there is data.</param>
public sealed record BatchAnswer(int Item, DataRequest Request, OpenedData? Data, PdsException? Refusal)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(BatchAnswer) + " " + Item;
}
