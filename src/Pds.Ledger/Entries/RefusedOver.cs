namespace Pds.Ledger;

/// <summary>
/// What a refusal hung on: the one item, the one instant or the one civil date that its rule compared. Structured, and never a value of anybody's
/// data: a name of the catalogue's grammar, and dates of the consent, the purpose or the call.
/// </summary>
/// <param name="Field">The field asked for that may not be given; null when it is none in particular.</param>
/// <param name="At">The instant that decided: a start, an end, the end of a counted period; null when time had no part.</param>
/// <param name="Date">The civil date of the data asked for that lies outside; null when the range had no part.</param>
public sealed record RefusedOver(string? Field, DateTimeOffset? At, DateOnly? Date)
{
    /// <summary>True when there is nothing to say: an entry leaves it out then.</summary>
    public bool IsEmpty => this is { Field: null, At: null, Date: null };

    internal static RefusedOver? Read(EntryReader reader)
    {
        if (reader.OptionalObject("over") is not { } over)
        {
            return null;
        }

        var read = new RefusedOver(over.OptionalText("field"), over.OptionalParsed<DateTimeOffset>("at", Instant.TryParse), over.OptionalDate("date"));
        reader.Include(over);
        return read;
    }

    internal static void Write(EntryWriter writer, RefusedOver? over)
    {
        if (over is null or { IsEmpty: true })
        {
            return;
        }

        writer.Object("over", inner =>
        {
            inner.Text("field", over.Field);
            inner.Text("at", over.At is { } at ? Instant.Format(at) : null);
            inner.Date("date", over.Date);
        });
    }
}
