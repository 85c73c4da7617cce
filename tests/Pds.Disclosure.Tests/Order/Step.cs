using Pds.Consent;
using Pds.Ledger;

namespace Pds.Disclosure.Tests.Order;

/// <summary>One call about one resident and its answer, as the caller saw them. Times are ticks of one counter shared by all callers.</summary>
/// <param name="Invoked">Before the call.</param>
/// <param name="Returned">After the answer.</param>
/// <param name="What">What was answered.</param>
internal sealed record Step(long Invoked, long Returned, Answer What)
{
    public bool Overlaps(Step other) => Invoked < other.Returned && other.Invoked < Returned;
}

/// <summary>A closed set of answers. Those with entries name them; the others must fit some point of the ledger's order.</summary>
internal abstract record Answer
{
    internal sealed record Wrote(RecordId Record, int Version, string Address) : Answer;

    internal sealed record NotWritten(RecordId Record) : Answer;

    internal sealed record Granted(GrantId Grant) : Answer;

    internal sealed record Moved(GrantId Grant, GrantMove Move, long Index, GrantState State) : Answer;

    internal sealed record NotMoved(GrantId Grant, GrantMove Move, RefusalReason Reason) : Answer;

    internal sealed record GotData(GrantId Grant, long Intent, long Disclosed, IReadOnlyList<string> Addresses) : Answer;

    internal sealed record NoData(GrantId Grant, RefusalReason Reason) : Answer;

    internal sealed record SawConsents(IReadOnlyDictionary<GrantId, GrantState> States) : Answer;

    internal sealed record SawRecords(IReadOnlyDictionary<RecordId, string> Addresses) : Answer;

    internal sealed record SawHistory(int Entries) : Answer;
}
