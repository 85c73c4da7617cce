namespace Pds.Auditor.Reports.Law;

/// <summary>
/// How long a record of a provision must be kept (Enforcement Rules of the APPI, art. 21 for the provider, art. 25 for the receiver).
/// </summary>
internal enum RetentionClass
{
    /// <summary>
    /// One year from the last provision: a contract or other paper about goods or services for the person stands for the record (art.
    /// 19(3), 21(i)).
    /// </summary>
    OneYearFromLast,

    /// <summary>Three years from the last provision: one record for provisions that go on or repeat (art. 19(2) proviso, 21(ii)).</summary>
    ThreeYearsFromLast,

    /// <summary>Three years from the record: any other (art. 21(iii)).</summary>
    ThreeYears,
}
