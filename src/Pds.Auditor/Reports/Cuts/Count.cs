namespace Pds.Auditor.Reports.Cuts;

/// <summary>A number of things, and about how many persons they are.</summary>
/// <param name="Things">Consents, calls, persons.</param>
/// <param name="Persons">Distinct residents among them.</param>
internal readonly record struct Count(long Things, long Persons)
{
    /// <summary>The least number that a public report shows, other than zero.</summary>
    public const int Least = 5;

    /// <summary>Each thing is a person.</summary>
    public static Count OfPersons(long persons) => new(persons, persons);

    /// <summary>True when it is about so few persons, or so few events, that it could point at one. Zero points at nobody.</summary>
    public bool IsSmall => Things is > 0 and < Least || Persons is > 0 and < Least;
}
