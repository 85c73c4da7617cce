namespace Pds.Auditor.Reports.Tables;

/// <summary>What the cells of a column are.</summary>
internal enum ColumnType
{
    /// <summary>Text, guarded by <see cref="Cell"/>.</summary>
    Text,

    /// <summary>An identifier or digest; text.</summary>
    Id,

    /// <summary>A whole number, without separators.</summary>
    Number,

    /// <summary>A civil date in Tokyo, <c>2026-11-26</c>.</summary>
    Date,

    /// <summary>A time in Tokyo, <c>2026-11-26 19:05:00</c>.</summary>
    Time,
}
