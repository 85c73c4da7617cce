using Pds.Auditor.Checks;
using Pds.Auditor.Exports;
using Pds.Auditor.Verify;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Differences;

/// <summary>
/// What came to a log between two exports of it. Both were verified, and the old log is the beginning of the new one. Read in one pass over both:
/// memory holds the consents, not the leaves.
/// </summary>
/// <param name="oldFolder">The earlier export.</param>
/// <param name="before">Its verdict.</param>
/// <param name="newFolder">The later export.</param>
/// <param name="after">Its verdict.</param>
internal sealed class ExportDifference(ExportFolder oldFolder, Verdict before, ExportFolder newFolder, Verdict after)
{
    private static readonly TimeSpan Tokyo = TimeSpan.FromHours(9);

    private readonly Dictionary<GrantId, string> purposes = [];

    /// <summary>The earlier export.</summary>
    public ExportManifest Before => before.Manifest!;

    /// <summary>The later export.</summary>
    public ExportManifest After => after.Manifest!;

    /// <summary>The worse of both verdicts.</summary>
    public int ExitCode => Math.Max(before.ExitCode, after.ExitCode);

    /// <summary>New leaves that are opened, counted by month in Tokyo (<c>2026-11</c>) and kind.</summary>
    public SortedDictionary<(string Month, string Kind), long> NewByKind { get; } = [];

    /// <summary>New leaves of which only the place is shown.</summary>
    public long NewPlaced { get; private set; }

    /// <summary>New leaves nobody can open any more.</summary>
    public long NewClosed { get; private set; }

    /// <summary>Leaves that the old export shows and nobody can open any more.</summary>
    public long Erased { get; private set; }

    /// <summary>Leaves that the old export opens and the new one leaves out, because its scope is another.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Consents given since.</summary>
    public List<ConsentChange> Began { get; } = [];

    /// <summary>Consents ended since: withdrawn, expired, or inapplicable.</summary>
    public List<ConsentChange> Ended { get; } = [];

    /// <summary>Versions of datasets, purposes and controls that the new export has and the old one has not, as <c>kind code@version</c>.</summary>
    public List<string> Definitions { get; } = [];

    /// <summary>Reads both once.</summary>
    /// <exception cref="InvalidDataException">A leaf is not the one that was verified.</exception>
    public void Read(CancellationToken cancellationToken)
    {
        using (var old = new VerifiedLeaves(oldFolder, Before.Size).Read().GetEnumerator())
        {
            foreach (var leaf in new VerifiedLeaves(newFolder, After.Size).Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (leaf.Entry is ConsentGranted granted)
                {
                    purposes[granted.Grant] = granted.Purpose;
                }

                if (leaf.Index < Before.Size)
                {
                    _ = old.MoveNext();
                    Compare(old.Current.Line, leaf.Line);
                }
                else
                {
                    Add(leaf);
                }
            }
        }

        var known = DefinitionsOf(oldFolder).ToHashSet(StringComparer.Ordinal);
        Definitions.AddRange(DefinitionsOf(newFolder).Where(definition => !known.Contains(definition)));
    }

    private void Compare(ExportedLeaf then, ExportedLeaf now)
    {
        Erased += then.Link is not null && now.Link is null ? 1 : 0;
        LeftOut += then.Body is not null && now is { Body: null, Link: not null } ? 1 : 0;
    }

    private void Add(AuditedLeaf leaf)
    {
        NewClosed += leaf.Line.Link is null ? 1 : 0;
        NewPlaced += leaf.Line is { Link: not null, Body: null } ? 1 : 0;
        if (leaf.Entry is not { } entry)
        {
            return;
        }

        var key = (entry.At.ToOffset(Tokyo).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture), entry.Kind);
        NewByKind[key] = NewByKind.GetValueOrDefault(key) + 1;
        switch (entry)
        {
            case ConsentGranted granted:
                Began.Add(new ConsentChange(leaf.Index, granted.Grant, granted.Purpose, granted.Kind));
                break;
            case ConsentWithdrawn or ConsentExpired or ConsentInapplicable:
                var grant = ((GrantStateEntry)entry).Grant;
                Ended.Add(new ConsentChange(leaf.Index, grant, purposes.GetValueOrDefault(grant), entry.Kind));
                break;
        }
    }

    private static IEnumerable<string> DefinitionsOf(ExportFolder folder) => folder
        .ReadParts(ExportNames.Catalogue, ExportedDefinition.MaxLineBytes)
        .Select(line => line.Bytes is { } bytes && ExportedDefinition.TryParse(bytes, out var definition)
            ? $"{definition.Kind} {definition.Id}"
            : throw new InvalidDataException(line.Place));
}

/// <summary>A consent that began or ended between two exports.</summary>
/// <param name="Leaf">Where it stands in the log.</param>
/// <param name="Grant">Which.</param>
/// <param name="Purpose"><c>code@version</c>; null where the export does not open its beginning.</param>
/// <param name="Kind">The kind of the entry, such as <c>consent_withdrawn</c>.</param>
internal sealed record ConsentChange(long Leaf, GrantId Grant, string? Purpose, string Kind);
