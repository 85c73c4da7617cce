using Pds.Auditor.Reports.Stories;
using Pds.Consent;

namespace Pds.Auditor.Reports.Law;

/// <summary>
/// Computes the retention class of the records made under one consent, and the day until which they are kept. The rules of the
/// Enforcement Rules of the APPI: (1) is the provision about goods or services for the person (DPV: a kind of service provision) and does
/// the consent document, which the person signed, say what was provided, to whom and with whose consent, then that document stands for
/// the record: one year from the last provision (art. 19(3), 20, 21(i)); (2) may the recipient ask more than once, the record is one for
/// all of them: three years from the last provision (art. 19(2), 21(ii)); (3) else three years from the record (art. 21(iii)). Articles
/// 23 to 25 say the same of the receiver.
/// </summary>
internal static class RetentionRule
{
    private static readonly string[] Services =
    [
        "dpv:ServiceProvision", "dpv:RequestedServiceProvision", "dpv:DeliveryOfGoods", "dpv:PaymentManagement", "dpv:ServicePersonalisation",
        "dpv:CustomerOrderManagement",
    ];

    /// <summary>The class of a consent's records.</summary>
    /// <param name="consent">The consent.</param>
    /// <param name="purpose">Its purpose; null when the catalogue does not hold it, which leaves the longer classes.</param>
    /// <param name="hasDocument">Whether the consent document is in the export and the verification held it.</param>
    public static RetentionClass ClassOf(ConsentStory consent, Purpose? purpose, bool hasDocument) =>
        hasDocument && purpose is not null && Services.Contains(purpose.DpvCode) ? RetentionClass.OneYearFromLast
        : consent.Given is { CallsPerPeriod: 1, Period: "whole" } ? RetentionClass.ThreeYears
        : RetentionClass.ThreeYearsFromLast;

    /// <summary>
    /// The Tokyo day until which a record is kept, the last one included; null while provisions under the consent may still come.
    /// </summary>
    /// <param name="kind">Its class.</param>
    /// <param name="consent">The consent.</param>
    /// <param name="recorded">When the record was made.</param>
    public static DateOnly? KeptUntil(RetentionClass kind, ConsentStory consent, DateTimeOffset recorded) => kind switch
    {
        RetentionClass.ThreeYears => After(recorded, 3),
        RetentionClass.OneYearFromLast => consent.End is null ? null : After(consent.LastUse ?? recorded, 1),
        RetentionClass.ThreeYearsFromLast => consent.End is null ? null : After(consent.LastUse ?? recorded, 3),
    };

    // Civil Code art. 140 and 143: the first day does not count, so the period ends with the anniversary of that day.
    private static DateOnly After(DateTimeOffset at, int years) => TokyoTime.DateOf(at).AddYears(years);
}
