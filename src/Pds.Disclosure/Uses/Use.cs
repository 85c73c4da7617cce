using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>What became of a use.</summary>
public enum UseOutcome
{
    /// <summary>Recorded; not yet known to have left.</summary>
    Intended = 1,

    /// <summary>Left, sealed to the recipient.</summary>
    Disclosed = 2,

    /// <summary>Stopped before it left.</summary>
    Stopped = 3,

    /// <summary>Refused.</summary>
    Refused = 4,
}

/// <summary>One use of a consent, or one attempt at it.</summary>
/// <param name="Grant">The consent.</param>
/// <param name="Recipient">Who asked.</param>
/// <param name="Purpose"><c>code@version</c>; null for refusals, which may come from somebody it was never given to.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Fields">Fields given or asked for.</param>
/// <param name="Records">Records given.</param>
/// <param name="Reason">Why it was refused or stopped, in the words of errors.proto; null otherwise.</param>
/// <param name="Count">Calls this line stands for: 1, or more for counted refusals.</param>
/// <param name="Index">Leaf index of the entry.</param>
/// <param name="Cursor">Where the next page starts after this one.</param>
public sealed record Use(
    GrantId Grant, OrganizationId Recipient, string? Purpose, DateTimeOffset At, UseOutcome Outcome, IReadOnlyList<string> Fields,
    int Records, string? Reason, long Count, long Index, long Cursor)
{
    /// <summary>The rule of the gate that refused it; null for what was not refused by one.</summary>
    public int? Rule { get; init; }

    /// <summary>What the refusal hung on; null when nothing in particular.</summary>
    public RefusedOver? Over { get; init; }
}

/// <summary>A page of uses.</summary>
/// <param name="Uses">Oldest first.</param>
/// <param name="Next">The cursor of the next page; null on the last.</param>
public sealed record UsePage(IReadOnlyList<Use> Uses, long? Next)
{
    /// <summary>Entries looked at for this page that a law forbids to tell their resident of now (T5).</summary>
    public long HiddenByLaw { get; init; }
}
