using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Pds.Consent;
using V1 = Pds.Protocol.V1;

namespace Pds.Server.Mapping;

/// <summary>Terms, ceilings, ranges and limits between domain and wire. Readers return false for anything out of form or unknown.</summary>
internal static class TermsMap
{
    private const string DateForm = "yyyy-MM-dd";
    private const int NanosecondsInAMillisecond = 1_000_000;
    private static readonly DateTimeOffset LastInstant = Pds.Ledger.Instant.Truncate(DateTimeOffset.MaxValue);

    /// <summary>To the wire.</summary>
    public static V1.Terms ToWire(this GrantTerms terms) => new()
    {
        Fields = { terms.Fields },
        StartTime = terms.Starts.ToTimestamp(),
        EndTime = terms.Ends.ToTimestamp(),
        DataRange = terms.Range == DataRange.Unbounded ? null : terms.Range.ToWire(),
        Frequency = terms.Calls.ToWire(),
        RetentionDays = terms.RetentionDays,
        Mode = ToWire(terms.Mode),
    };

    /// <summary>To the wire.</summary>
    public static V1.Ceilings ToWire(this Ceilings ceilings) => new()
    {
        ValidityDays = ceilings.ValidityDays,
        Frequency = ceilings.Calls.ToWire(),
        DataRangeDays = ceilings.DataRangeDays,
        RetentionDays = ceilings.RetentionDays,
        Mode = ToWire(ceilings.Mode),
    };

    /// <summary>Reads ceilings.</summary>
    public static bool TryParse(V1.Ceilings? wire, [NotNullWhen(true)] out Ceilings? ceilings)
    {
        ceilings = wire is not null && TryParse(wire.Frequency, out var calls) && calls is not null && TryParse(wire.Mode, out var mode) && mode is { } known
            ? new Ceilings(wire.ValidityDays, calls, wire.DataRangeDays, wire.RetentionDays, known)
            : null;
        return ceilings is not null;
    }

    /// <summary>Reads a range; absent gives null, and an empty side is open.</summary>
    public static bool TryParse(V1.DateRange? wire, out DataRange? range)
    {
        range = null;
        if (wire is null)
        {
            return true;
        }

        if (!TryParseDate(wire.From, out var from) || !TryParseDate(wire.Until, out var until))
        {
            return false;
        }

        range = new DataRange(from, until);
        return range.IsWellFormed;
    }

    /// <summary>Reads a limit; absent gives null.</summary>
    public static bool TryParse(V1.Frequency? wire, out CallLimit? limit)
    {
        CallPeriod? period = wire?.Period switch
        {
            V1.FrequencyPeriod.Whole => CallPeriod.Whole,
            V1.FrequencyPeriod.Day => CallPeriod.Day,
            V1.FrequencyPeriod.Month => CallPeriod.Month,
            V1.FrequencyPeriod.Year => CallPeriod.Year,
            _ => null,
        };
        limit = wire is not null && period is { } known ? new CallLimit(wire.Calls, known) : null;
        return wire is null || limit is { IsWellFormed: true };
    }

    /// <summary>Reads a mode; unspecified gives null.</summary>
    public static bool TryParse(V1.UseMode wire, out UseMode? mode)
    {
        mode = wire == V1.UseMode.Unspecified ? null : (UseMode)(int)wire;
        return mode is null || System.Enum.IsDefined(mode.Value);
    }

    /// <summary>Reads an instant; absent gives null, an impossible one false.</summary>
    public static bool TryParse(Timestamp? wire, out DateTimeOffset? instant)
    {
        instant = null;
        if (wire is null)
        {
            return true;
        }

        // The range of Timestamp: years 1 to 9999, nanoseconds not negative.
        if (wire.Seconds is < -62135596800 or > 253402300799 || wire.Nanos is < 0 or > 999_999_999)
        {
            return false;
        }

        instant = Pds.Ledger.Instant.Truncate(wire.ToDateTimeOffset());
        return true;
    }

    /// <summary>
    /// A bound of a list by time. What is listed stands on whole milliseconds, so an instant between two of them divides the list where the next
    /// one does.
    /// </summary>
    public static bool TryParseBound(Timestamp? wire, out DateTimeOffset? bound)
    {
        if (!TryParse(wire, out bound))
        {
            return false;
        }

        var isBetween = wire is not null && wire.Nanos % NanosecondsInAMillisecond != 0;
        bound = isBetween && bound < LastInstant ? bound.Value.AddMilliseconds(1) : bound;
        return true;
    }

    /// <summary>Reads a civil date; empty gives null.</summary>
    public static bool TryParseDate(string text, out DateOnly? date)
    {
        date = null;
        if (text.Length == 0)
        {
            return true;
        }

        var good = DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
        date = good ? parsed : null;
        return good;
    }

    private static V1.DateRange ToWire(this DataRange range) => new()
    {
        From = range.From?.ToString(DateForm, CultureInfo.InvariantCulture) ?? "",
        Until = range.Until?.ToString(DateForm, CultureInfo.InvariantCulture) ?? "",
    };

    private static V1.Frequency ToWire(this CallLimit limit) => new()
    {
        Calls = limit.Calls,
        Period = limit.Period switch
        {
            CallPeriod.Whole => V1.FrequencyPeriod.Whole,
            CallPeriod.Day => V1.FrequencyPeriod.Day,
            CallPeriod.Month => V1.FrequencyPeriod.Month,
            CallPeriod.Year => V1.FrequencyPeriod.Year,
        },
    };

    private static V1.UseMode ToWire(UseMode mode) => mode switch
    {
        UseMode.View => V1.UseMode.View,
        UseMode.Store => V1.UseMode.Store,
    };
}
