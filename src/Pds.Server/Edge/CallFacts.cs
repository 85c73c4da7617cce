using Grpc.Core;

namespace Pds.Server.Edge;

/// <summary>What the front established about a call, for the services behind it.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Method">Which method.</param>
/// <param name="Unused">For a method that latches first: the proof it must still ask <see cref="Authentication.FirstUseAsync"/> about; else null.</param>
internal sealed record CallFacts(Caller Caller, CallMethod Method, CallProof? Unused = null)
{
    private static readonly object ItemKey = new();

    /// <summary>Remembers them for the call.</summary>
    public void AttachTo(HttpContext context) => context.Items[ItemKey] = this;

    /// <summary>The facts of a call that passed the front.</summary>
    /// <exception cref="InvalidOperationException">The call came around the front, which is a defect.</exception>
    public static CallFacts Of(ServerCallContext call) => Of(call.GetHttpContext());

    /// <inheritdoc cref="Of(ServerCallContext)"/>
    public static CallFacts Of(HttpContext context) => context.Items[ItemKey] as CallFacts
        ?? throw new InvalidOperationException("A call reached a service without passing the front.");

    /// <summary>A caller may be a person.</summary>
    public override string ToString() => nameof(CallFacts);
}
