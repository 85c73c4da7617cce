namespace Pds.Consent;

/// <summary>An erasure document that was shown and is not signed yet.</summary>
/// <param name="Document">Its exact bytes.</param>
/// <param name="PreparedAt">When it was made, UTC.</param>
/// <param name="SignBefore">Until when it can be signed (half-open, UTC).</param>
internal sealed record ErasureDraft(byte[] Document, DateTimeOffset PreparedAt, DateTimeOffset SignBefore)
{
    /// <summary>Its own name only: it speaks about a person.</summary>
    public override string ToString() => nameof(ErasureDraft);
}
