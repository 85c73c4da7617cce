using Wire = Pds.Protocol.V1.RefusalReason;

namespace Pds.Server.Edge;

/// <summary>What the authentication of one call came to. A closed set.</summary>
internal abstract record Identified
{
    private Identified()
    {
    }

    /// <summary>Somebody known.</summary>
    /// <param name="Caller">Who.</param>
    /// <param name="Unused">The proof whose freshness and first use the service asks for itself, once it has latched; null when both were checked.</param>
    public sealed record As(Caller Caller, CallProof? Unused = null) : Identified;

    /// <summary>Refused.</summary>
    /// <param name="Why">The reason told.</param>
    public sealed record Not(Wire Why) : Identified;
}
