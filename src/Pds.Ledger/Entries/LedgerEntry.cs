using System.Diagnostics.CodeAnalysis;

namespace Pds.Ledger;

/// <summary>
/// One thing the system is accountable for. The set is closed: one sealed record per kind, all in this assembly.
/// A body is UTF-8 JSON in the form of RFC 8785, <c>{"at":…,"kind":…,"v":1,…}</c>: integers only, bytes as base64url without padding,
/// times RFC 3339 UTC with three decimals. It is made once and kept verbatim, so a parser accepts exactly the bytes it would write.
/// </summary>
public abstract record LedgerEntry
{
    /// <summary>The format version written into every body.</summary>
    public const int FormatVersion = 1;

    /// <summary>The longest body, in bytes.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private protected LedgerEntry(DateTimeOffset at) => At = Instant.Truncate(at);

    /// <summary>When it happened by the ledger's clock, UTC, whole milliseconds. Order is by index, never by this.</summary>
    public DateTimeOffset At { get; }

    /// <summary>
    /// The person of the staff who did it for the organisation that the entry names; null when the organisation's own machine did it, and for acts
    /// of residents, who are named by their chain (<see cref="Acting"/> says who stood beside them).
    /// </summary>
    public StaffId? Staff { get; init; }

    /// <summary>The kind as written in the body, such as <c>consent_granted</c>.</summary>
    public abstract string Kind { get; }

    internal abstract void WriteMembers(EntryWriter writer);

    /// <summary>The body bytes. The same entry always gives the same bytes.</summary>
    /// <exception cref="ArgumentException">A text is not well-formed UTF-16, too long, or the body passes <see cref="MaxBodyBytes"/>.</exception>
    public byte[] ToBody()
    {
        using var writer = new EntryWriter();
        WriteAll(writer);
        return writer.ToBody();
    }

    /// <summary>Whether <see cref="ToBody"/> gives these bytes.</summary>
    /// <exception cref="ArgumentException">As <see cref="ToBody"/>.</exception>
    internal bool HasBody(ReadOnlySpan<byte> body)
    {
        using var writer = new EntryWriter();
        WriteAll(writer);
        return writer.Writes(body);
    }

    /// <summary>
    /// Reads a body. False for anything that is not exactly what <see cref="ToBody"/> writes: another version or kind, a member unknown,
    /// missing or twice, another member order, white space, a fraction, an identifier out of form.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out LedgerEntry? entry) => EntryParser.TryParse(body.ToArray(), out entry);

    /// <summary>The same for bytes that need no copy; false for null.</summary>
    public static bool TryParse(byte[]? body, [NotNullWhen(true)] out LedgerEntry? entry) => EntryParser.TryParse(body ?? [], out entry);

    private void WriteAll(EntryWriter writer)
    {
        writer.Number("v", FormatVersion);
        writer.Text("kind", Kind);
        writer.Time("at", At);
        writer.Text("staff", Staff?.ToString());
        WriteMembers(writer);
    }

    /// <summary>The kind only: bodies are about persons.</summary>
    public sealed override string ToString() => Kind;
}
