namespace Pds.Auditor.Checks;

/// <summary>A check that is shown every leaf once, in order of the log.</summary>
internal interface ILeafCheck
{
    /// <summary>What it found.</summary>
    CheckReport Report { get; }

    /// <summary>The next leaf.</summary>
    void See(AuditedLeaf leaf);

    /// <summary>There are no more.</summary>
    void End();
}
