namespace Pds.Server.Paging;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Size">Rows wanted, 1 to 500.</param>
/// <param name="After">Only rows after this ordinal; 0 from the start.</param>
internal readonly record struct Page(int Size, long After)
{
    /// <summary>One more than wanted, to know whether there is a next page.</summary>
    public int Fetch => Size + 1;
}
