using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Use = Pds.Protocol.V1.Use;

namespace Pds.Client;

/// <summary>The uses that a resident's covered entries tell of, to be ticked off against the list she is shown.</summary>
internal sealed class ExpectedUses
{
    private readonly SortedDictionary<long, LedgerEntry> _open = [];
    private readonly HashSet<long> _disclosed = [];

    public ExpectedUses(IEnumerable<ReadEntry> entries)
    {
        var intents = new Dictionary<string, long>();
        foreach (var entry in entries)
        {
            switch (entry.Entry)
            {
                case DisclosureIntended:
                    intents[Base64Url.Encode(entry.Commitment)] = entry.Index;
                    _open[entry.Index] = entry.Entry;
                    break;
                case DisclosureRefused:
                    _open[entry.Index] = entry.Entry;
                    break;
                case Disclosed disclosed when intents.TryGetValue(Base64Url.Encode(disclosed.Intent), out var index):
                    _disclosed.Add(index);
                    break;
            }
        }
    }

    /// <summary>Leaf index of the first use that was not ticked off; null when all were.</summary>
    public long? Left => _open.Count == 0 ? null : _open.First().Key;

    /// <summary>Ticks one off; false when the entries do not hold it, or tell it differently.</summary>
    public bool TryTake(Use use)
    {
        var index = use.Evidence.Index;
        return _open.Remove(index, out var entry) && entry switch
        {
            DisclosureIntended intended =>
                use.GrantId == intended.Grant.ToString()
                && use.Recipient == intended.Recipient.ToString()
                && use.Fields.SequenceEqual(intended.Fields)
                && (!_disclosed.Contains(index) || use.Outcome == UseOutcome.Disclosed),
            DisclosureRefused refused =>
                use.GrantId == refused.Grant.ToString()
                && use.Recipient == refused.Recipient.ToString()
                && use.Outcome == UseOutcome.Refused
                && use.Count == refused.Count
                && SaysWhyOf(use, refused),
            _ => false,
        };
    }

    // What a list leaves out (an older server tells no rule) is in the entry; what it tells must be what the entry says.
    private static bool SaysWhyOf(Use use, DisclosureRefused refused) =>
        (use.Rule == 0 || use.Rule == refused.Rule)
        && (use.OverField.Length == 0 || use.OverField == refused.Over?.Field)
        && (use.OverTime is null || use.OverTime.ToDateTimeOffset() == refused.Over?.At)
        && (use.OverDate.Length == 0 || use.OverDate == refused.Over?.Date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
}
