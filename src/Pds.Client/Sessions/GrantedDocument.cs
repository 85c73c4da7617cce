using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>What became of one document of a sitting: each is an act of its own, and one that is refused holds up no other.</summary>
/// <param name="Document">The document.</param>
/// <param name="Given">The consent and its receipt; null when it was refused.</param>
/// <param name="Refused">Why not; null when it was given.</param>
public sealed record GrantedDocument(ShownDocument Document, GrantResponse? Given, PdsException? Refused)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(GrantedDocument);
}
