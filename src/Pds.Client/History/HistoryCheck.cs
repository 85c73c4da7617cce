using Pds.Ledger;

namespace Pds.Client;

/// <summary>
/// What a resident's device found when it held the history it was shown against what the operator is committed to. A closed set. A server
/// that cannot be reached is none of these: that is a <see cref="PdsException"/> and says nothing about the history.
/// </summary>
public abstract record HistoryCheck
{
    private HistoryCheck()
    {
    }

    /// <summary>The history is whole up to the epoch, and every use in it was listed.</summary>
    /// <param name="Heads">The epoch and the size of the log that it covers.</param>
    /// <param name="Covered">Own entries that the epoch covers.</param>
    /// <param name="Later">Own entries since, which hang on the covered ones and are covered by the next epoch.</param>
    /// <param name="Seen">Keep it, and give it to the next check.</param>
    public sealed record Whole(HeadsPublished Heads, long Covered, long Later, SeenHistory Seen) : HistoryCheck
    {
        /// <summary>
        /// Entries among them that a law forbids to tell her of yet: in their places, committed to, and not opened. None stays so for more than 366 days.
        /// </summary>
        public long HiddenByLaw { get; init; }

        /// <summary>One Japanese sentence about them; null when there are none.</summary>
        public string? HiddenNotice => HiddenByLaw == 0 ? null : $"法令によりお知らせできない記録が {HiddenByLaw} 件あります。";
    }

    /// <summary>No epoch is published yet, or none since the vault was opened. Ask again within the hour.</summary>
    public sealed record NotYet : HistoryCheck;

    /// <summary>The operator contradicts itself. What it said on both sides is kept for whoever is shown this.</summary>
    /// <param name="Defect">How.</param>
    /// <param name="Message">One Japanese sentence for the resident.</param>
    /// <param name="Shown">What was shown.</param>
    /// <param name="Committed">What it is committed to.</param>
    public sealed record Broken(HistoryDefect Defect, string Message, string Shown, string Committed) : HistoryCheck
    {
        /// <summary>The two checkpoints of a forked log; null for other defects.</summary>
        public LogFork? Fork { get; init; }

        /// <summary>The signed proof of the heads entry, <c>c2sp.org/tlog-proof@v1</c>: what the operator cannot take back. Null when there is none.</summary>
        public string? Evidence { get; init; }
    }
}

/// <summary>How a shown history differs from the committed one.</summary>
public enum HistoryDefect
{
    /// <summary>The log signed two histories: its checkpoint does not continue the one seen before.</summary>
    LogForked = 1,

    /// <summary>The heads entry is not proved in the log, or is not a heads entry about leaves before itself.</summary>
    HeadsNotProved = 2,

    /// <summary>The heads chain shown to everybody has another entry there, or does not continue the one seen before, or has two for one epoch.</summary>
    HeadsForked = 3,

    /// <summary>The head the server names is not under the published root, or a head proved before is not proved any more.</summary>
    HeadNotCovered = 4,

    /// <summary>The entries shown end before the committed head, or one between is missing or does not open.</summary>
    HistoryIncomplete = 5,

    /// <summary>Other entries were shown than the committed or previously checked ones.</summary>
    HistoryForked = 6,

    /// <summary>An entry is still not opened although more than 366 days have passed: no law hides one for longer here.</summary>
    HiddenTooLong = 8,

    /// <summary>A use that the history holds is missing from the list of uses, is told differently there, or was never in the history.</summary>
    UsesDiffer = 7,
}
