namespace Pds.Consent;

/// <summary>
/// What the city's register says of a resident, as far as others decide for her. The city's steward keeps it in step with the family and residents'
/// registers; it is read at every act under a mandate (FEATURES G1), and before a request reaches somebody who cannot decide alone (G3).
/// </summary>
/// <param name="LacksCapacity">The city knows that she cannot decide on requests alone.</param>
/// <param name="Died">She died.</param>
/// <param name="Relations">Who is her parent or guardian; at most <see cref="MaxRelations"/>.</param>
public sealed record RegisterFacts(bool LacksCapacity, bool Died, IReadOnlyList<RegisterRelation> Relations)
{
    /// <summary>The most relations of one resident.</summary>
    public const int MaxRelations = 4;

    /// <summary>Of whom the register says nothing.</summary>
    public static RegisterFacts Nothing { get; } = new(false, false, []);

    /// <summary>Version of the row; 0 when there is none.</summary>
    public long RowVersion { get; init; }

    /// <summary>Whether somebody is the parent of her as a minor, or her guardian, on this day.</summary>
    public bool Carries(string guardian, MandateRelation kind, DateOnly today) =>
        Relations.Any(relation => relation.Guardian == guardian && relation.Kind == kind && (relation.AdultOn is not { } adult || today < adult));

    /// <summary>Its own name only: it is about persons.</summary>
    public override string ToString() => nameof(RegisterFacts);
}

/// <summary>One relation of the register.</summary>
/// <param name="Guardian">The other's vault (<c>res_…</c>).</param>
/// <param name="Kind">What she is to the resident.</param>
/// <param name="AdultOn">For a parent: the resident's 18th birthday, on which it ends; null for others.</param>
public sealed record RegisterRelation(string Guardian, MandateRelation Kind, DateOnly? AdultOn)
{
    /// <summary>Its own name only: it ties two persons.</summary>
    public override string ToString() => nameof(RegisterRelation);
}
