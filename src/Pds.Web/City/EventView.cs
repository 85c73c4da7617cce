using Pds.Ledger;

namespace Pds.Web.City;

/// <summary>One entry of her history with words and names. Prints its type only.</summary>
/// <param name="Index">Its leaf in the log.</param>
/// <param name="Entry">What it says; null while a law forbids to tell her, and for kinds that these pages do not know.</param>
/// <param name="Organization">The organisation concerned, by name; null for none.</param>
/// <param name="Purpose">The purpose, by name; null for none.</param>
internal sealed record EventView(long Index, LedgerEntry? Entry, string? Organization, string? Purpose)
{
    /// <summary>Somebody looked into her record, or the law made somebody.</summary>
    public const string Read = "read";

    /// <summary>Data was given out, asked for or refused.</summary>
    public const string Given = "given";

    /// <summary>She did it, or somebody for her.</summary>
    public const string Mine = "mine";

    /// <summary>Everything else: what was written, asked, sent.</summary>
    public const string Other = "other";

    /// <summary>The number that is read out: the place in the log, from 1.</summary>
    public long Number => Index + 1;

    /// <summary>When; null while a law forbids to tell her.</summary>
    public DateTimeOffset? Time => Entry?.At;

    /// <summary>A law forbids to tell her yet.</summary>
    public bool IsHidden { get; init; }

    /// <summary>By whose hands, when not by hers alone; null otherwise.</summary>
    public Hands? Hands { get; init; }

    /// <summary>Of a refusal, why; null otherwise.</summary>
    public TraceView? Why { get; init; }

    /// <summary>The key of the words for what happened.</summary>
    public string Key => IsHidden ? "event.hidden" : Entry is null ? "event.other" : WebTexts.Pages.Has("event." + Entry.Kind) ? "event." + Entry.Kind : "event.other";

    /// <summary>Which of the filters it is under.</summary>
    public string Group => Entry switch
    {
        null => IsHidden ? Read : Other,
        HistoryRead or LawfulReading => Read,
        DisclosureIntended or Disclosed or DisclosureStopped or DisclosureRefused => Given,
        ConsentGranted or ConsentDeclined or ConsentPaused or ConsentResumed or ConsentWithdrawn or DataExported or NoticesChosen or CorrectionAsked
            or ReferenceIssued or IdentityLinked or PasskeyRegistered or PasskeyRemoved or DeviceEnrolled or ErasureOrdered or LetterUsed or LetterRevoked => Mine,
        _ => Other,
    };

    /// <summary>Who read her history and why, where somebody did; the role is one of <c>staff</c> and <c>auditor</c>.</summary>
    public HistoryRead? Reader => Entry as HistoryRead;

    /// <inheritdoc/>
    public override string ToString() => nameof(EventView);
}
