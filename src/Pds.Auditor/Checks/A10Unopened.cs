using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A10: no leaf of the scope is left closed. What is not opened is shown to lie outside: in a chain of which nothing is opened, when the scope
/// names one resident; or before a cover entry of an earlier time, or behind one of a later time, when it names a period. What purpose and
/// organisation leave out cannot be shown without opening it: that is the operator's word, and a finding. What nobody can open is erased, and
/// accounted for (<see cref="ErasedLeaves"/>).
/// </summary>
internal sealed class A10Unopened : ILeafCheck
{
    private readonly ExportManifest manifest;
    private readonly ErasedLeaves erased;
    private readonly ExportScope scope;
    private readonly List<(long Index, AuditedChain? Chain, string File, int Number)> placed = [];
    private long before = -1;
    private long behind = long.MaxValue;
    private bool entered;

    /// <summary>Makes it.</summary>
    /// <param name="manifest">What the export says of itself.</param>
    /// <param name="bitmap">The bitmap of closed leaves as exported; null when there is none.</param>
    public A10Unopened(ExportManifest manifest, byte[]? bitmap) => (this.manifest, scope, erased) = (manifest, manifest.Scope, new ErasedLeaves(bitmap, Report));

    /// <inheritdoc/>
    public CheckReport Report { get; } = new("A10");

    /// <inheritdoc/>
    public void See(AuditedLeaf leaf)
    {
        Report.Look();
        erased.See(leaf);
        if (leaf.Line is { Link: not null, Body: null })
        {
            placed.Add((leaf.Index, leaf.Chain, leaf.File, leaf.Number));
        }

        Note(leaf);
    }

    /// <inheritdoc/>
    public void End()
    {
        erased.End();
        foreach (var (index, chain, file, number) in placed.Where(leaf => !IsShownOutside(leaf.Index, leaf.Chain)))
        {
            var theirWord = scope.Purpose is not null || scope.Organization is not null;
            Report.Fail(
                theirWord ? Fault.UnopenedOnTheirWord : Fault.UnopenedInScope, theirWord ? Severity.Finding : Severity.Tampered,
                $"{file}:{number}", index);
        }

        if (!entered)
        {
            Report.Fail(Fault.ExportNotEntered, Severity.Finding);
        }
    }

    private bool IsShownOutside(long index, AuditedChain? chain) =>
        index < before || index > behind || (scope.Resident is not null && chain is { Who: null, Name: null });

    private void Note(AuditedLeaf leaf)
    {
        switch (leaf.Entry)
        {
            case Cover cover when leaf.Line.Name == ChainId.Cover.Name:
                before = scope.From is { } from && cover.At < from ? leaf.Index : before;
                behind = scope.Until is { } until && cover.At >= until ? Math.Min(behind, leaf.Index) : behind;
                break;
            case ExportRequested requested when requested.Export == manifest.Export:
                entered = requested.From == scope.From && requested.Until == scope.Until && requested.Purpose == scope.Purpose?.ToString()
                    && requested.Organization == scope.Organization && requested.Resident == scope.Resident;
                break;
        }
    }
}
