using System.Diagnostics.CodeAnalysis;

namespace Pds.Consent;

/// <summary>What a resident leaves of a request. Absent members keep what was asked.</summary>
public sealed record Narrowing
{
    /// <summary>Nothing narrower.</summary>
    public static Narrowing None { get; } = new();

    /// <summary>Fields allowed; null or empty keeps all.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>An earlier end, first instant after validity.</summary>
    public DateTimeOffset? Ends { get; init; }

    /// <summary>A smaller range of data dates.</summary>
    public DataRange? Range { get; init; }

    /// <summary>Fewer calls.</summary>
    public CallLimit? Calls { get; init; }

    /// <summary>A shorter retention in days.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>VIEW instead of STORE.</summary>
    public UseMode? Mode { get; init; }

    /// <summary>
    /// The terms with these choices. False when they cannot be put together; <paramref name="fault"/> names the member. Whether they
    /// are narrower is for <see cref="GrantTerms.IsWithin"/> to say.
    /// </summary>
    internal bool TryApply(GrantTerms asked, DateTimeOffset now, [NotNullWhen(true)] out GrantTerms? terms, out string? fault)
    {
        var mode = Mode ?? asked.Mode;
        return GrantTerms.TryCreate(
            Fields is { Count: > 0 } ? Fields : asked.Fields,
            asked.Starts < now ? now : asked.Starts,
            Ends ?? asked.Ends,
            Range ?? asked.Range,
            Calls ?? asked.Calls,
            mode == UseMode.View ? RetentionDays ?? 0 : RetentionDays ?? asked.RetentionDays,
            mode,
            out terms,
            out fault);
    }
}
