namespace Pds.Ledger;

/// <summary>
/// How a resident's act came about when it was not her own device or session alone: over which channel, and who stood beside her or in her place.
/// Both persons are in the record (FEATURES G4): the chain says whose act it is, this says whose hands. Recipients read it in bodies, so that it
/// names nobody by an id that two of them could compare: a clerk by the city's staff id, somebody with a mandate by the mandate.
/// </summary>
/// <param name="Channel"><c>web</c>, <c>counter</c>, <c>paper</c>, <c>voice</c>, or <c>letter</c> for who signed in by a letter's code.</param>
public sealed record Acting(string Channel)
{
    /// <summary><c>staff</c>, <c>helper</c>, <c>proxy</c> or <c>guardian</c>; null when the resident acted by herself over that channel.</summary>
    public string? Role { get; init; }

    /// <summary>The clerk (<c>stf_</c>) who carried it; null without one.</summary>
    public string? Person { get; init; }

    /// <summary>The second clerk who confirmed it; null where none is asked for.</summary>
    public string? Second { get; init; }

    /// <summary>The mandate (<c>mdt_</c>) under which somebody acted for the resident; null when she acted.</summary>
    public string? Mandate { get; init; }

    internal static Acting? Read(EntryReader reader)
    {
        if (reader.OptionalObject("acting") is not { } acting)
        {
            return null;
        }

        var read = new Acting(acting.Text("channel"))
        {
            Role = acting.OptionalText("role"),
            Person = acting.OptionalText("person"),
            Second = acting.OptionalText("second"),
            Mandate = acting.OptionalText("mandate"),
        };
        reader.Include(acting);
        return read;
    }

    internal static void Write(EntryWriter writer, Acting? acting)
    {
        if (acting is null)
        {
            return;
        }

        writer.Object("acting", inner =>
        {
            inner.Text("channel", acting.Channel);
            inner.Text("role", acting.Role);
            inner.Text("person", acting.Person);
            inner.Text("second", acting.Second);
            inner.Text("mandate", acting.Mandate);
        });
    }
}
