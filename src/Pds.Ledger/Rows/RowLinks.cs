namespace Pds.Ledger;

/// <summary>Which of a row's two equality indexes to look in.</summary>
public enum LinkColumn
{
    /// <summary>The row's owner, such as the resident of a grant.</summary>
    Parent = 1,

    /// <summary>The row's other party, such as the recipient of a grant.</summary>
    Other = 2,
}

/// <summary>
/// Two optional equality indexes of a row, blinded for each table and column, so that a stolen disk joins nothing across tables.
/// </summary>
/// <param name="Parent">The owner's identifier, or null.</param>
/// <param name="Other">The other party's identifier, or null.</param>
public sealed record RowLinks(string? Parent = null, string? Other = null)
{
    /// <summary>Identifiers are not for logs.</summary>
    public override string ToString() => nameof(RowLinks);
}
