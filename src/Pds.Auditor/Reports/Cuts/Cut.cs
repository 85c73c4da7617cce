namespace Pds.Auditor.Reports.Cuts;

/// <summary>For whom a report is.</summary>
internal enum Cut
{
    /// <summary>Whoever answers for the service: every number, the tables as files.</summary>
    Manager,

    /// <summary>Everybody: no line about one person, and no small count (<see cref="SmallCounts"/>).</summary>
    Public,

    /// <summary>Who checks again: leaf indexes and digests too.</summary>
    Technical,
}
