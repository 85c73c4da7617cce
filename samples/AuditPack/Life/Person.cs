namespace AuditPack;

/// <summary>An invented resident: who she is, and how she answers when she is asked.</summary>
/// <param name="Name">Family and given name.</param>
/// <param name="Kana">The reading.</param>
/// <param name="Sex">男 or 女.</param>
/// <param name="Born">Birth date.</param>
/// <param name="PostalCode">Such as 035-0071.</param>
/// <param name="Address">From the prefecture on.</param>
/// <param name="District">むつ, 大畑, 川内 or 脇野沢.</param>
/// <param name="Caution">0 says yes to everything, 1 to nothing.</param>
internal sealed record Person(
    string Name, string Kana, string Sex, DateOnly Born, string PostalCode, string Address, string District, double Caution)
{
    /// <summary>Age in years on a day.</summary>
    public int AgeOn(DateOnly day) => day.Year - Born.Year - (Born.AddYears(day.Year - Born.Year) > day ? 1 : 0);
}
