using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests.Order;

/// <summary>
/// Holds a recorded history against the ledger (I-02). Because the ledger fixes the order of everything that changed something, this is a walk
/// and not a search: an answer with entries stands where they stand; an answer without must be true at some point that is not before anything
/// that had returned when it was asked, and not after anything that was asked when it had returned.
/// </summary>
internal sealed class HistoryCheck
{
    private readonly IReadOnlyList<Step> steps;
    private readonly IReadOnlyList<OpenedEntry> chain;
    private readonly IReadOnlyList<ResidentModel> states;
    private readonly Dictionary<long, int> positionOf;
    private readonly Dictionary<(RecordId Record, long Version), string> addressOf;
    private readonly HashSet<Step> laterWithdrawals;

    private HistoryCheck(IReadOnlyList<Step> steps, IReadOnlyList<OpenedEntry> chain)
    {
        (this.steps, this.chain) = ([.. steps.OrderBy(step => step.Invoked)], chain);
        states = ResidentModel.Run(chain);
        positionOf = chain.Select((entry, at) => (entry.Index, at)).ToDictionary(pair => pair.Index, pair => pair.at);
        addressOf = steps.Select(step => step.What).OfType<Answer.Wrote>().ToDictionary(wrote => (wrote.Record, (long)wrote.Version), wrote => wrote.Address);

        // A withdrawal of what is withdrawn answers as the first one did, with the first one's entry; only the first changed anything.
        laterWithdrawals = [.. this.steps.Where(step => step.What is Answer.Moved { Move: GrantMove.Withdraw })
            .GroupBy(step => ((Answer.Moved)step.What).Grant).SelectMany(same => same.Skip(1))];
    }

    public static void Holds(IReadOnlyList<Step> steps, IReadOnlyList<OpenedEntry> chain)
    {
        chain.Select(entry => entry.Index).Should().BeInAscendingOrder("a resident's chain runs in the ledger's order");
        new HistoryCheck(steps, chain).Walk();
    }

    private void Walk()
    {
        var places = new Dictionary<Step, (int Begin, int End)>();
        foreach (var step in steps)
        {
            if (PlaceOf(step) is { } place)
            {
                places.Add(step, place);
                AnswerFits(step, place);
            }
        }

        var end = new Dictionary<Step, int>();
        foreach (var step in steps)
        {
            var low = steps.Where(before => before.Returned < step.Invoked).Select(before => end[before]).DefaultIfEmpty(0).Max();
            if (places.TryGetValue(step, out var place))
            {
                place.Begin.Should().BeGreaterThanOrEqualTo(low, "what returned before {0} was asked is before it in the ledger", step.What);
                end.Add(step, place.End);
            }
            else
            {
                var high = places.Where(later => later.Key.Invoked > step.Returned).Select(later => later.Value.Begin).DefaultIfEmpty(chain.Count).Min();
                end.Add(step, PointOf(step, low, high));
            }
        }
    }

    // The earliest point will do: taking an earlier one never makes a later answer harder to place.
    private int PointOf(Step step, int low, int high)
    {
        for (var at = low; at <= high; at++)
        {
            if (IsTrueAt(step, at))
            {
                return at;
            }
        }

        throw new Xunit.Sdk.XunitException($"{step.What} is true at no point from {low} to {high} of the resident's chain.");
    }

    private (int Begin, int End)? PlaceOf(Step step) => step.What switch
    {
        Answer.Wrote wrote => At(PositionOf<RecordWritten>(entry => entry.Record == wrote.Record && entry.RecordVersion == wrote.Version)),
        Answer.Granted granted => At(PositionOf<ConsentGranted>(entry => entry.Grant == granted.Grant)),
        Answer.Moved moved when !laterWithdrawals.Contains(step) => At(positionOf[moved.Index]),
        Answer.GotData got => (positionOf[got.Intent], positionOf[got.Disclosed] + 1),
        _ => null,
    };

    private static (int Begin, int End) At(int position) => (position, position + 1);

    private int PositionOf<T>(Func<T, bool> which)
        where T : LedgerEntry =>
        chain.Select((opened, at) => (opened.Entry, at)).Single(pair => pair.Entry is T entry && which(entry)).at;

    // That the moves, versions and uses are legal where they stand, the model has said already; here, that the answers say the same.
    private void AnswerFits(Step step, (int Begin, int End) place)
    {
        if (step.What is Answer.Moved moved)
        {
            states[place.End].Grants[moved.Grant].Should().Be(moved.State);
        }
        else if (step.What is Answer.GotData got)
        {
            got.Addresses.Should().BeEquivalentTo(
                AddressesAt(place.Begin).Values, "an answer holds the records that stand where its intent stands (entry {0} of the chain)", place.Begin);
        }
    }

    private Dictionary<RecordId, string> AddressesAt(int at) =>
        states[at].Versions.ToDictionary(pair => pair.Key, pair => addressOf[(pair.Key, pair.Value)]);

    private bool IsTrueAt(Step step, int at) => step.What switch
    {
        Answer.NotWritten not => Raced(step, other => other is Answer.Wrote wrote && wrote.Record == not.Record),
        Answer.Moved moved => states[at].Grants[moved.Grant] == GrantState.Withdrawn && at > positionOf[moved.Index],
        Answer.NotMoved { Reason: RefusalReason.MoveNotAllowed } not => !StateTable.TryMove(states[at].Grants[not.Grant], not.Move, out _),
        Answer.NotMoved { Reason: RefusalReason.EtagMismatch or RefusalReason.ConcurrentChange } not => RacedAMove(step, not.Grant),
        Answer.NoData { Reason: RefusalReason.ConsentPaused } not => states[at].Grants[not.Grant] == GrantState.Paused,

        // While a withdrawal is under way the answer is no already (I-06): the latch may be ahead of the ledger, never behind it.
        Answer.NoData { Reason: RefusalReason.ConsentWithdrawn } not => states[at].Grants[not.Grant] == GrantState.Withdrawn ||
            Raced(step, other => other is Answer.Moved { Move: GrantMove.Withdraw } moved && moved.Grant == not.Grant),
        Answer.NoData { Reason: RefusalReason.ConcurrentChange } => Raced(step, other => other is Answer.Moved or Answer.Wrote),
        Answer.SawConsents saw => Same(saw.States, states[at].Grants),
        Answer.SawRecords saw => Same(saw.Addresses, AddressesAt(at)),
        Answer.SawHistory saw => saw.Entries == at,
        _ => false,
    };

    private bool RacedAMove(Step step, GrantId grant) => Raced(step, other => other is Answer.Moved moved && moved.Grant == grant);

    private bool Raced(Step step, Func<Answer, bool> with) => steps.Any(other => other != step && other.Overlaps(step) && with(other.What));

    private static bool Same<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> one, IReadOnlyDictionary<TKey, TValue> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && Equals(value, pair.Value));
}
