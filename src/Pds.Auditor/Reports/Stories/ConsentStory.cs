using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Stories;

/// <summary>One consent from being asked for to its end, as the opened entries tell it.</summary>
/// <param name="grant">Which.</param>
/// <param name="who">The resident's pseudonym.</param>
internal sealed class ConsentStory(GrantId grant, Pseudonym? who)
{
    private readonly List<ConsentStep> steps = [];

    /// <summary>Which.</summary>
    public GrantId Grant => grant;

    /// <summary>The resident's pseudonym.</summary>
    public Pseudonym? Who => who;

    /// <summary>The request; null when it lies outside the export's scope.</summary>
    public ConsentRequested? Asked { get; private set; }

    /// <summary>The yes; null when there was none.</summary>
    public ConsentGranted? Given { get; private set; }

    /// <summary>Where it stands at the end of the log.</summary>
    public GrantState State { get; private set; } = GrantState.Requested;

    /// <summary>Its entries, uses and refusals left out.</summary>
    public IReadOnlyList<ConsentStep> Steps => steps;

    /// <summary>The entry that ended it; null while it lives.</summary>
    public ConsentStep? End { get; private set; }

    /// <summary>Deliveries under it.</summary>
    public int Uses { get; private set; }

    /// <summary>The last delivery; null when there was none.</summary>
    public DateTimeOffset? LastUse { get; private set; }

    /// <summary>Refused calls under it.</summary>
    public long Refused { get; private set; }

    /// <summary>Deliveries entered behind its withdrawal; the gate allows none.</summary>
    public int UsesAfterWithdrawal { get; private set; }

    /// <summary>
    /// From the withdrawal's entry to the first attempt behind it that was refused or stopped; null when nobody tried, or it was never
    /// withdrawn.
    /// </summary>
    public TimeSpan? TimeToEffect { get; private set; }

    /// <summary>The fields that left at least once.</summary>
    public HashSet<string> Read { get; } = new(StringComparer.Ordinal);

    /// <summary>Who asked; default when neither request nor consent is opened.</summary>
    public OrganizationId Recipient => Given?.Recipient ?? Asked?.Recipient ?? default;

    /// <summary>Why, <c>code@version</c>; empty when neither request nor consent is opened.</summary>
    public string Purpose => Given?.Purpose ?? Asked?.Purpose ?? "";

    /// <summary>True when it was withdrawn.</summary>
    public bool IsWithdrawn => State == GrantState.Withdrawn;

    /// <summary>Takes the next entry about it.</summary>
    public void See(StoryLeaf leaf)
    {
        switch (leaf.Entry)
        {
            case Disclosed entry:
                Use(entry);
                return;
            case DisclosureRefused refused:
                Refused += refused.Count;
                NoteEffect(refused.At);
                return;
            case DisclosureStopped stopped:
                NoteEffect(stopped.At);
                return;
            case DisclosureIntended:
                return;
        }

        steps.Add(new ConsentStep(leaf.Entry.Kind, leaf.Entry.At, leaf.Index, leaf.Commitment));
        (Asked, Given) = (leaf.Entry as ConsentRequested ?? Asked, leaf.Entry as ConsentGranted ?? Given);
        State = StateAfter(leaf.Entry);
        End = State is GrantState.Declined or GrantState.Withdrawn or GrantState.Expired or GrantState.Inapplicable ? steps[^1] : null;
    }

    /// <summary>Its own name only: it is about a person.</summary>
    public override string ToString() => nameof(ConsentStory);

    private GrantState StateAfter(LedgerEntry entry) => entry switch
    {
        ConsentDeclined => GrantState.Declined,
        ConsentGranted or ConsentResumed => GrantState.Active,
        ConsentPaused => GrantState.Paused,
        ConsentWithdrawn => GrantState.Withdrawn,
        ConsentExpired => GrantState.Expired,
        ConsentInapplicable => GrantState.Inapplicable,
        _ => State,
    };

    private void Use(Disclosed entry)
    {
        Uses++;
        LastUse = entry.At;
        UsesAfterWithdrawal += IsWithdrawn ? 1 : 0;
        Read.UnionWith(entry.Fields);
    }

    private void NoteEffect(DateTimeOffset at)
    {
        if (IsWithdrawn)
        {
            TimeToEffect ??= at - End!.At;
        }
    }
}
