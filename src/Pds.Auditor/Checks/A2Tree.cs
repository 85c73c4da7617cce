using Pds.Auditor.Exports;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>A2: the signed root follows from the entries, tile by tile, and the log's folder holds nothing else.</summary>
internal sealed class A2Tree
{
    /// <summary>What it found.</summary>
    public CheckReport Report { get; } = new("A2");

    /// <summary>Derives the log again.</summary>
    public void Run(ExportFolder folder, NoteVerifier log)
    {
        Report.Look();
        switch (new LogChecker(log).Check(folder))
        {
            case LogCheck.Faulty fault:
                Report.Fail(Fault.TreeBroken, Severity.Tampered, $"{ExportNames.Log}{fault.File}:{fault.Offset}");
                break;
            case LogCheck.Sound { Beyond: [var first, ..] }:
                Report.Fail(Fault.FileUnknown, Severity.Tampered, ExportNames.Log + first);
                break;
        }
    }
}
