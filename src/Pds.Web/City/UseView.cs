using Pds.Protocol.V1;

namespace Pds.Web.City;

/// <summary>One use, or refused attempt, with the public words behind its codes.</summary>
/// <param name="Use">The use.</param>
/// <param name="Recipient">Who.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Labels">The Japanese names of the fields.</param>
internal sealed record UseView(Use Use, string Recipient, Purpose Purpose, IReadOnlyList<string> Labels)
{
    /// <summary>By whose hands the yes came about under which it was used; null when by hers alone.</summary>
    public Hands? GivenBy { get; init; }

    /// <summary>Data left, or may have left: what is not known to have been stopped counts as given.</summary>
    public bool Given => Use.Outcome is UseOutcome.Disclosed or UseOutcome.Intended;

    /// <summary>When.</summary>
    public DateTimeOffset Time { get; } = Use.Time.ToDateTimeOffset();

    /// <summary>Its civil date in Tokyo.</summary>
    public DateOnly Day { get; } = Dates.DateOf(Use.Time);

    /// <summary>The key of the words for what became of it.</summary>
    public string OutcomeKey => "use." + Use.Outcome.ToString().ToLowerInvariant();

    /// <summary>Why it was refused or stopped: by which rule, for which item, on which day; null when it was not.</summary>
    public TraceView? Why { get; init; }
}
