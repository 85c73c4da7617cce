using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Reports.Stories;

/// <summary>What happened in one Tokyo month, or what one organisation did in it.</summary>
internal sealed class MonthStory
{
    /// <summary>Deliveries.</summary>
    public long Delivered { get; set; }

    /// <summary>Intents that ended without data leaving.</summary>
    public long Stopped { get; set; }

    /// <summary>Refusals by reason, in the words of errors.proto.</summary>
    public SortedDictionary<string, long> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Residents concerned, as far as the log says whom an attempt was about.</summary>
    public HashSet<Pseudonym> Persons { get; } = [];

    /// <summary>All refusals.</summary>
    public long AllRefused => Refused.Values.Sum();

    /// <summary>Refusals of what asked for more than was allowed.</summary>
    public long OutsideCeilings => Refused.Where(pair => RefusalCodes.TryParse(pair.Key, out var reason) && reason.IsAboveCeilings()).Sum(pair => pair.Value);

    /// <summary>Deliveries, stops and refusals.</summary>
    public long Calls => Delivered + Stopped + AllRefused;

    /// <summary>One more refusal entry.</summary>
    public void Refuse(string reason, long count) => Refused[reason] = Refused.GetValueOrDefault(reason) + count;
}
