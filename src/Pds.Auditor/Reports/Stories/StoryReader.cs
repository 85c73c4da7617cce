using Pds.Auditor.Exports;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Stories;

/// <summary>
/// Reads an export that was just verified, once, in order of the log. It checks nothing again: what does not parse here did not parse there,
/// and is counted as not opened.
/// </summary>
internal sealed class StoryReader(ExportFolder folder)
{
    /// <summary>Reads leaves and catalogue.</summary>
    /// <param name="story">Filled.</param>
    /// <param name="parts">Shown every opened leaf.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public void Run(AuditStory story, IReadOnlyList<IStoryPart> parts, CancellationToken cancellationToken)
    {
        foreach (var line in folder.ReadParts(ExportNames.Leaves, ExportedLeaf.MaxLineBytes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Bytes is not { } bytes
                || !ExportedLeaf.TryParse(bytes, out var leaf)
                || leaf.Body is not { } body
                || !LedgerEntry.TryParse(body, out var entry))
            {
                story.SeeNotOpened();
                continue;
            }

            var opened = new StoryLeaf(leaf.Index, entry, body, leaf.Who, leaf.Name, leaf.ToCommitment());
            story.See(opened);
            foreach (var part in parts)
            {
                part.See(opened);
            }
        }

        foreach (var line in folder.ReadParts(ExportNames.Catalogue, ExportedDefinition.MaxLineBytes))
        {
            if (line.Bytes is { } bytes && ExportedDefinition.TryParse(bytes, out var definition))
            {
                story.See(definition);
            }
        }
    }

    /// <summary>The consent documents, one after the other.</summary>
    public IEnumerable<ExportedConsent> Documents()
    {
        foreach (var line in folder.ReadParts(ExportNames.Consents, ExportedConsent.MaxLineBytes))
        {
            if (line.Bytes is { } bytes && ExportedConsent.TryParse(bytes, out var consent))
            {
                yield return consent;
            }
        }
    }

    /// <summary>The consent receipts, one after the other.</summary>
    public IEnumerable<Receipt> Receipts()
    {
        foreach (var line in folder.ReadParts(ExportNames.Receipts, ExportedToken.MaxLineBytes))
        {
            if (line.Bytes is { } bytes && ExportedToken.TryParse(bytes, out var token) && Receipt.TryParse(token.Token, out var receipt))
            {
                yield return receipt;
            }
        }
    }
}
