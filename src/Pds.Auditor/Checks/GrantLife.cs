using Pds.Consent;
using Pds.Ledger;

namespace Pds.Auditor.Checks;

/// <summary>One consent as the log tells it.</summary>
/// <param name="granted">Its entry.</param>
/// <param name="leaf">The entry's leaf.</param>
internal sealed class GrantLife(ConsentGranted granted, AuditedLeaf leaf)
{
    // Uses by period, the newest last. Most consents are used in few; a log that goes back in time is still counted right.
    private readonly List<(int Window, int Uses)> uses = [];

    /// <summary>What was given.</summary>
    public ConsentGranted Granted => granted;

    /// <summary>Leaf index of the entry.</summary>
    public long Index { get; } = leaf.Index;

    /// <summary>C of the entry, 32 bytes.</summary>
    public byte[] Commitment { get; } = leaf.Commitment;

    /// <summary>The chain it stands in.</summary>
    public AuditedChain? Chain { get; } = leaf.Chain;

    /// <summary>C of the entry that moved it last.</summary>
    public LeafKey Last { get; set; } = leaf.Key;

    /// <summary>True while the resident holds it back.</summary>
    public bool Paused { get; set; }

    /// <summary>Leaf index of the entry that ended it; null while it lives.</summary>
    public long? EndedAt { get; set; }

    /// <summary>
    /// The number of the period an instant falls in, Asia/Tokyo calendar; every instant is in the same one where the consent names the whole of
    /// its life or a period nobody knows, which is then counted at its strictest.
    /// </summary>
    public int WindowOf(DateTimeOffset at)
    {
        var day = TokyoTime.DateOf(at);
        return granted.Period switch
        {
            "day" => day.DayNumber,
            "month" => (day.Year * 12) + day.Month,
            "year" => day.Year,
            _ => 0,
        };
    }

    /// <summary>Counts a use (+1), or gives one back (-1).</summary>
    /// <returns>False when there are more than the consent allows now.</returns>
    public bool Count(int window, int by)
    {
        var at = uses.FindLastIndex(one => one.Window == window);
        var now = (at < 0 ? 0 : uses[at].Uses) + by;
        if (at < 0)
        {
            uses.Add((window, now));
        }
        else
        {
            uses[at] = (window, now);
        }

        return granted.CallsPerPeriod is not { } most || now <= most;
    }

    /// <summary>
    /// Whether a refusal can have hung on what it says under this consent. A refused field may be one that was given: a purpose may have been narrowed
    /// since. Refusals of before this was told say nothing, and may.
    /// </summary>
    public bool Allows(DisclosureRefused refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return refused.Over is not { } over
            || ((over.Field is null || (refused.Rule == 8 && FieldDefinition.IsName(over.Field)))
                && (over.At is not { } at || IsDayOf(refused, at))
                && (over.Date is not { } date || (refused.Rule == 9 && !new DataRange(granted.DataFrom, granted.DataUntil).Contains(date))));
    }

    // The purpose's own end (rule 7) stands in the catalogue and not in the consent.
    private bool IsDayOf(DisclosureRefused refused, DateTimeOffset at) => (refused.Rule, refused.Reason) switch
    {
        (5 or 6, "CONSENT_EXPIRED") => at == granted.Ends,
        (6, "CONSENT_NOT_YET_VALID") => at == granted.Starts,
        (7, _) => true,
        (10, _) => granted.CallsPerPeriod is not null && at == TokyoTime.StartOf(TokyoTime.DateOf(at)),
        _ => false,
    };

    /// <summary>Which of the consent's fields these are, one bit each; false when one is none of its first 64.</summary>
    public bool TryFieldBits(IReadOnlyList<string> fields, out ulong bits)
    {
        bits = 0;
        for (var n = 0; n < fields.Count; n++)
        {
            var at = IndexOf(fields[n]);
            if (at < 0)
            {
                return false;
            }

            bits |= 1UL << at;
        }

        return true;
    }

    private int IndexOf(string field)
    {
        for (var n = 0; n < Math.Min(granted.Fields.Count, 64); n++)
        {
            if (granted.Fields[n] == field)
            {
                return n;
            }
        }

        return -1;
    }
}
