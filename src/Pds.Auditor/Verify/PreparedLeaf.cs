using Pds.Auditor.Exports;
using Pds.Ledger;

namespace Pds.Auditor.Verify;

/// <summary>One line of the leaves with everything that can be worked out from it alone.</summary>
/// <param name="Source">The line.</param>
/// <param name="Line">What it says; null when it is none.</param>
/// <param name="Opened">C, 32 bytes, recomputed from it.</param>
/// <param name="Entry">The entry; null when it is not opened or no entry.</param>
/// <param name="NameHolds">Whether the chain's name is the one committed to; true where none is named.</param>
internal sealed record PreparedLeaf(ExportLine Source, ExportedLeaf? Line, byte[] Opened, LedgerEntry? Entry, bool NameHolds)
{
    /// <summary>Reads a line and recomputes its commitment. Pure.</summary>
    public static PreparedLeaf Of(ExportLine source)
    {
        if (source.Bytes is not { } bytes || !ExportedLeaf.TryParse(bytes, out var line))
        {
            return new PreparedLeaf(source with { Bytes = null }, null, [], null, false);
        }

        var entry = line.Body is { } body && LedgerEntry.TryParse(body, out var read) ? read : null;

        // Line and body are not needed any more; what waits to be judged is kept small.
        return new PreparedLeaf(source with { Bytes = null }, line, line.ToCommitment(), entry, line.IsNameCommitted());
    }
}
