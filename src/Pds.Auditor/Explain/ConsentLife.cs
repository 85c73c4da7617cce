using Pds.Auditor.Checks;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Explain;

/// <summary>The life of one consent, gathered from the opened entries in the order of the log.</summary>
/// <param name="grant">Which.</param>
internal sealed class ConsentLife(GrantId grant)
{
    private readonly List<LifeStep> steps = [];
    private readonly Dictionary<LeafKey, AuditedLeaf> open = [];
    private readonly Dictionary<LeafKey, (string Window, DecisionTrace? Trace)> decided = [];
    private readonly Dictionary<string, long> uses = new(StringComparer.Ordinal);
    private GrantState state = GrantState.Requested;

    // The one reason that ends an intent and leaves its use counted, as A6 has it.
    private const string ReasonThatCounts = "SHARE_NOT_ACCEPTED";

    /// <summary>Which.</summary>
    public GrantId Grant => grant;

    /// <summary>What happened, in the order of the log.</summary>
    public IReadOnlyList<LifeStep> Steps => steps;

    /// <summary>The request; null when it is not opened.</summary>
    public ConsentRequested? Asked { get; private set; }

    /// <summary>The yes; null when there was none, or it is not opened.</summary>
    public ConsentGranted? Granted { get; private set; }

    /// <summary>The leaf of the yes.</summary>
    public AuditedLeaf? GrantedLeaf { get; private set; }

    /// <summary>Names of organisations the log registered, by their id.</summary>
    public Dictionary<OrganizationId, string> Organizations { get; } = [];

    /// <summary>Who asked; the default when nothing is opened.</summary>
    public OrganizationId Recipient => Granted?.Recipient ?? Asked?.Recipient ?? default;

    /// <summary>What for, <c>code@version</c>.</summary>
    public string Purpose => Granted?.Purpose ?? Asked?.Purpose ?? "";

    /// <summary>Leaf index of the first and the last entry about it.</summary>
    public (long First, long Last)? Span => steps.Count == 0 ? null : (steps.Min(step => step.Leaf), steps.Max(step => step.LastLeaf));

    /// <summary>The next leaf.</summary>
    public void See(AuditedLeaf leaf)
    {
        if (leaf.Entry is OrganizationRegistered registered)
        {
            Organizations[registered.Organization] = registered.NameJa;
        }
        else if (leaf.Entry is { } entry && EntrySubject.Of(entry).Grant == grant)
        {
            Tell(leaf, entry);
            state = entry switch
            {
                ConsentGranted or ConsentResumed => GrantState.Active,
                ConsentPaused => GrantState.Paused,
                ConsentWithdrawn => GrantState.Withdrawn,
                ConsentExpired => GrantState.Expired,
                ConsentInapplicable => GrantState.Inapplicable,
                _ => state,
            };
        }
    }

    /// <summary>There are no more: what was begun and not ended is told last.</summary>
    public void End() => steps.AddRange(open.Values.OrderBy(leaf => leaf.Index).Select(leaf => new LifeStep("pending", leaf.Entry!.At, leaf.Index)));

    private void Tell(AuditedLeaf leaf, LedgerEntry entry)
    {
        switch (entry)
        {
            case ConsentRequested asked:
                Asked = asked;
                Add(leaf, "asked", step => step with { Fields = asked.Fields });
                break;
            case ConsentDeclined declined:
                Add(leaf, "declined", step => step with { ActedBy = declined.ActedBy, Acting = declined.Acting });
                break;
            case ConsentGranted granted:
                (Granted, GrantedLeaf) = (granted, leaf);
                Add(leaf, "granted", step => step with { Fields = granted.Fields, ActedBy = granted.ActedBy, Acting = granted.Acting });
                break;
            case ConsentPaused paused:
                Add(leaf, "paused", step => step with { ActedBy = paused.ActedBy, Acting = paused.Acting });
                break;
            case ConsentResumed resumed:
                Add(leaf, "resumed", step => step with { ActedBy = resumed.ActedBy, Acting = resumed.Acting });
                break;
            case ConsentWithdrawn withdrawn:
                Add(leaf, "withdrawn", step => step with { ActedBy = withdrawn.ActedBy, Acting = withdrawn.Acting });
                break;
            case ConsentExpired:
                Add(leaf, "expired");
                break;
            case ConsentInapplicable:
                Add(leaf, "inapplicable");
                break;
            case QuestionAsked question:
                Add(leaf, "question", step => step with { ActedBy = question.ActedBy });
                break;
            case QuestionAnswered:
                Add(leaf, "answer");
                break;
            default:
                TellCall(leaf, entry);
                break;
        }
    }

    private void TellCall(AuditedLeaf leaf, LedgerEntry entry)
    {
        switch (entry)
        {
            case DisclosureIntended intended:
                open[leaf.Key] = leaf;
                decided[leaf.Key] = Decide(intended);
                break;
            case Disclosed disclosed:
                open.Remove(LeafKey.Of(disclosed.Intent));
                var trace = decided.GetValueOrDefault(LeafKey.Of(disclosed.Intent)).Trace;
                Merge(new LifeStep("used", entry.At, leaf.Index) { Fields = disclosed.Fields, Trace = trace, Contradicted = trace?.Failed is null ? 0 : 1 });
                break;
            case DisclosureStopped stopped:
                open.Remove(LeafKey.Of(stopped.Intent));
                GiveBack(stopped);
                Merge(new LifeStep("stopped", entry.At, leaf.Index) { Reason = stopped.Reason });
                break;
            case DisclosureRefused refused:
                Merge(new LifeStep("refused", entry.At, leaf.Index) { Reason = refused.Reason, Count = refused.Count, Trace = RetoldDecision.Of(refused) });
                break;
        }
    }

    private (string Window, DecisionTrace? Trace) Decide(DisclosureIntended intended)
    {
        if (Granted is null || RetoldDecision.LimitOf(Granted) is not { } limit)
        {
            return ("", null);
        }

        var window = limit.WindowOf(intended.At);
        var used = uses.GetValueOrDefault(window);
        uses[window] = used + 1;
        return (window, RetoldDecision.Of(Granted, state, intended, used));
    }

    private void GiveBack(DisclosureStopped stopped)
    {
        if (stopped.Reason != ReasonThatCounts && decided.GetValueOrDefault(LeafKey.Of(stopped.Intent)).Window is { Length: > 0 } window)
        {
            uses[window]--;
        }
    }

    private void Add(AuditedLeaf leaf, string kind, Func<LifeStep, LifeStep>? more = null)
    {
        var step = new LifeStep(kind, leaf.Entry!.At, leaf.Index);
        steps.Add(more is null ? step : more(step));
    }

    // Counted by month; anything else in between begins a new count, so that the order of the log stays visible.
    private void Merge(LifeStep next)
    {
        if (steps.LastOrDefault() is { } last && last.Kind == next.Kind && last.Reason == next.Reason && MonthOf(last.First) == MonthOf(next.First))
        {
            steps[^1] = last with
            {
                Last = next.First, LastLeaf = next.Leaf, Count = last.Count + next.Count, Trace = next.Trace, Contradicted = last.Contradicted + next.Contradicted, Fields = [.. last.Fields.Union(next.Fields, StringComparer.Ordinal)],
            };
        }
        else
        {
            steps.Add(next);
        }
    }

    private static (int, int) MonthOf(DateTimeOffset time) => TokyoTime.DateOf(time) is var day ? (day.Year, day.Month) : default;
}
