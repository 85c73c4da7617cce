namespace Pds.Web.City;

/// <summary>Uses of a time, and how much of that time a law hides.</summary>
/// <param name="Uses">Uses and refused attempts, newest first.</param>
/// <param name="HiddenByLaw">How many entries a law forbids to tell her of.</param>
internal sealed record SeenUses(IReadOnlyList<UseView> Uses, long HiddenByLaw);
