namespace Pds.Server.Exports;

/// <summary>Where an export stands; the numbers rest in rows and are those of the wire.</summary>
internal enum ExportJobState
{
    /// <summary>Waits for its turn, or is being made.</summary>
    Running = 1,

    /// <summary>The file can be fetched.</summary>
    Succeeded = 2,

    /// <summary>Stopped by its auditor.</summary>
    Cancelled = 3,

    /// <summary>Could not be made.</summary>
    Failed = 4,

    /// <summary>The file is deleted.</summary>
    Expired = 5,
}
