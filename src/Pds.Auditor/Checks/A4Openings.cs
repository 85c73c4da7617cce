using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>
/// A4: what is opened gives the leaf the tree holds: body, keys and place hash to C, the body is an entry, a named chain is the one committed
/// to, and every version of datasets, purposes and controls is the one its entry is over.
/// </summary>
/// <param name="leaves">The log's leaves.</param>
internal sealed class A4Openings(BundleLeaves leaves) : ILeafCheck
{
    private readonly Dictionary<string, (string Id, long Leaf)> published = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public CheckReport Report { get; } = new("A4");

    /// <summary>A line that is none.</summary>
    public void Unreadable(string place) => Report.Fail(Fault.LineUnreadable, Severity.Tampered, place);

    /// <summary>A leaf that is not the next one.</summary>
    public void OutOfOrder(string place, long expected) => Report.Fail(Fault.LeafOutOfOrder, Severity.Tampered, place, expected);

    /// <inheritdoc/>
    public void See(AuditedLeaf leaf)
    {
        Report.Look();
        var line = leaf.Line;
        if (leaves.Find(line.Index) is not { } held || !held.AsSpan().SequenceEqual(leaf.Opened))
        {
            Report.Fail(Fault.OpeningWrong, Severity.Tampered, leaf.Place, leaf.Index);
        }
        else if (line.Body is not null && leaf.Entry is null)
        {
            Report.Fail(Fault.BodyUnreadable, Severity.Finding, leaf.Place, leaf.Index);
        }
        else if (!leaf.NameHolds)
        {
            Report.Fail(Fault.ChainNameWrong, Severity.Tampered, leaf.Place, leaf.Index);
        }

        Note(leaf);
    }

    /// <summary>A version of a dataset, purpose or the controls in the export.</summary>
    public void See(ExportedDefinition definition, string place)
    {
        Report.Look();
        if (!published.Remove(KeyOf(definition.Kind, definition.Id, definition.Digest)))
        {
            Report.Fail(Fault.DefinitionWrong, Severity.Tampered, place);
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        // The catalogue is still to come.
    }

    /// <summary>There are no more versions.</summary>
    public void EndCatalogue()
    {
        foreach (var (_, leaf) in published.Values)
        {
            Report.Fail(Fault.DefinitionWrong, Severity.Tampered, leaf: leaf);
        }
    }

    private void Note(AuditedLeaf leaf)
    {
        switch (leaf.Entry)
        {
            case DatasetPublished entry:
                published[KeyOf(ExportedDefinition.Dataset, entry.Dataset, entry.DefinitionSha256)] = (entry.Dataset, leaf.Index);
                break;
            case PurposeProposed entry:
                published[KeyOf(ExportedDefinition.Purpose, entry.Purpose, entry.DefinitionSha256)] = (entry.Purpose, leaf.Index);
                break;
            case ControlsPublished entry:
                published[KeyOf(ExportedDefinition.Controls, entry.Controls, entry.DefinitionSha256)] = (entry.Controls, leaf.Index);
                break;
        }
    }

    private static string KeyOf(string kind, string id, byte[] digest) => $"{kind}/{id}/{Convert.ToHexString(digest)}";
}
