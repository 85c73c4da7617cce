namespace Pds.Ledger;

/// <summary>A log of a policy.</summary>
/// <param name="Key">Checks its checkpoints; the key's name is the log's origin.</param>
/// <param name="Url">Where the log can be met, or null; its meaning is the application's.</param>
public sealed record PolicyLog(NoteVerifier Key, string? Url)
{
    /// <summary>The policy line, without its newline.</summary>
    public override string ToString() => Url is null ? $"log {Key}" : $"log {Key} {Url}";
}
