namespace Pds.Auditor.Reports.Cuts;

/// <summary>How a count of a public table is shown.</summary>
internal enum ShownCount
{
    /// <summary>As it is.</summary>
    Open,

    /// <summary>「5未満」: too small.</summary>
    Small,

    /// <summary>「秘匿」: large enough, but with the total it would give a small one away.</summary>
    Withheld,
}
