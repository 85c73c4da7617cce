using Pds.Auditor.Exports;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Stories;

/// <summary>
/// Reads an export that was just verified, once, in order of the log. Its leaves are held against the log again, so that the report tells what was
/// verified also when somebody changes them in between.
/// </summary>
/// <param name="folder">The export.</param>
/// <param name="size">Leaves in its log, as verified.</param>
internal sealed class StoryReader(ExportFolder folder, long size)
{
    /// <summary>Reads leaves and catalogue.</summary>
    /// <param name="story">Filled.</param>
    /// <param name="parts">Shown every opened leaf.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidDataException">A leaf is not the one that was verified.</exception>
    public void Run(AuditStory story, IReadOnlyList<IStoryPart> parts, CancellationToken cancellationToken)
    {
        foreach (var leaf in new VerifiedLeaves(folder, size).Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (leaf is not { Entry: { } entry, Line.Body: { } body })
            {
                story.SeeNotOpened();
                continue;
            }

            var opened = new StoryLeaf(leaf.Index, entry, body, leaf.Line.Who, leaf.Line.Name, leaf.Commitment);
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
