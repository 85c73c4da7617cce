using Pds.Protocol.V1;

namespace Pds.Web.City;

/// <summary>
/// What one recipient got under one consent, and what of it it may still have. Reckoned as <see cref="WithdrawalEnds"/> does, field by field: what was
/// received is kept for the agreed days after it was received last.
/// </summary>
/// <param name="Consent">Under which consent.</param>
/// <param name="Held">Fields received that may still be kept today, by their Japanese names.</param>
/// <param name="Gone">Fields received whose day of deletion is over, or which were looked at and not kept.</param>
/// <param name="Times">How often data went there.</param>
/// <param name="First">When the first of it went there; the default when none did.</param>
/// <param name="Last">When the last of it went there.</param>
internal sealed record HeldItem(ConsentView Consent, IReadOnlyList<string> Held, IReadOnlyList<string> Gone, int Times, DateOnly First, DateOnly Last)
{
    /// <summary>The day by which the last of it must be gone, where something is kept.</summary>
    public DateOnly DeletedBy => Last.AddDays(Consent.Item.Terms.RetentionDays);

    /// <summary>More may go there: the consent lives.</summary>
    public bool IsLive => Consent.CanEnd;

    /// <summary>Which words it has: <c>nothing</c>, <c>looked</c>, <c>held</c> or <c>past</c>.</summary>
    public string Kind => Times == 0 ? "nothing" : Consent.Item.Terms.Mode == UseMode.View ? "looked" : Held.Count > 0 ? "held" : "past";

    /// <summary>Reckons it; null for a consent that was never given, or ended before anything went there.</summary>
    /// <param name="consent">The consent.</param>
    /// <param name="uses">The uses and refused attempts under it.</param>
    /// <param name="today">Today in Tokyo.</param>
    public static HeldItem? Of(ConsentView consent, IEnumerable<UseView> uses, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(consent);
        if (consent.Item.State is ConsentState.Requested or ConsentState.Declined)
        {
            return null;
        }

        var (times, first, last, received) = (0, DateOnly.MaxValue, DateOnly.MinValue, new Dictionary<string, DateOnly>(StringComparer.Ordinal));
        foreach (var use in uses)
        {
            if (!use.Given)
            {
                continue;
            }

            (times, first, last) = (times + use.Use.Count, use.Day < first ? use.Day : first, use.Day > last ? use.Day : last);
            foreach (var field in use.Use.Fields)
            {
                received[field] = received.TryGetValue(field, out var before) && before > use.Day ? before : use.Day;
            }
        }

        if (times == 0)
        {
            return consent.CanEnd ? new HeldItem(consent, [], [], 0, default, default) : null;
        }

        var (terms, held, gone) = (consent.Item.Terms, new List<string>(), new List<string>());
        foreach (var field in consent.Dataset.Fields)
        {
            if (received.TryGetValue(field.Name, out var day))
            {
                (terms.Mode != UseMode.View && today <= day.AddDays(terms.RetentionDays) ? held : gone).Add(field.LabelJa);
            }
        }

        return new HeldItem(consent, held, gone, times, first, last);
    }
}
