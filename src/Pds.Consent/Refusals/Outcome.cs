using System.Diagnostics.CodeAnalysis;

namespace Pds.Consent;

/// <summary>What an action answers: <see cref="Done"/> with its result, or <see cref="Refused"/> with a reason. Nothing else.</summary>
/// <typeparam name="T">The result.</typeparam>
[SuppressMessage("Usage", "CA2225", Justification = "The two cases are the named alternates.")]
public abstract record Outcome<T>
{
    private Outcome()
    {
    }

    /// <summary>The act happened and is durable.</summary>
    public sealed record Done(T Value) : Outcome<T>;

    /// <summary>The act did not happen; nothing changed.</summary>
    public sealed record Refused(Refusal Why) : Outcome<T>
    {
        /// <summary>Short for <c>Why.Reason</c>.</summary>
        public RefusalReason Reason => Why.Reason;
    }

    /// <summary>Reads as <c>return value;</c>.</summary>
    public static implicit operator Outcome<T>(T value) => new Done(value);

    /// <summary>Reads as <c>return refusal;</c>.</summary>
    public static implicit operator Outcome<T>(Refusal why) => new Refused(why);

    /// <summary>Reads as <c>return RefusalReason.NotFound;</c>.</summary>
    public static implicit operator Outcome<T>(RefusalReason reason) => new Refused(new Refusal(reason));
}
