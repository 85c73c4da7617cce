namespace Pds.Web.City;

/// <summary>What the part of a page for one asked item shows; the same for a resident and for whoever writes the purpose.</summary>
/// <param name="Number">Its place among the items, from 1.</param>
/// <param name="Item">The item.</param>
internal sealed record AskedItemView(int Number, AskedView Item)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(AskedItemView);
}
