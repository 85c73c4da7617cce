using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>Uses of a span of time, and how much of that time a law hides.</summary>
/// <param name="Uses">Oldest first, without proofs.</param>
/// <param name="HiddenByLaw">Entries of her history in the same span that a law forbids to tell her of now; nothing but their number is known.</param>
public sealed record CountedUses(IReadOnlyList<Use> Uses, long HiddenByLaw);
