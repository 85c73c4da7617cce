using Google.Protobuf.WellKnownTypes;
using Pds.Protocol.V1;

namespace AuditPack;

/// <summary>How a purpose comes to be, becomes narrower, and ends: proposed by its recipient, decided by the review board, ended by the city.</summary>
internal sealed class Declaration(City city)
{
    /// <summary>Proposes and approves.</summary>
    public Task<Purpose> DeclareAsync(PurposeEntry entry, DateTimeOffset now) => DecideAsync(city[entry.Organization], new Purpose
    {
        Code = entry.Code,
        Version = 1,
        Dataset = entry.Dataset,
        RequiredFields = { entry.Required },
        OptionalFields = { entry.Optional },
        NameJa = entry.Name,
        TextJa = entry.Text,
        BenefitJa = entry.Benefit,
        RefusalConsequenceJa = entry.Refusal,
        LawfulBasis = "consent",
        Ceilings = new Ceilings
        {
            ValidityDays = entry.Days,
            Frequency = new Frequency { Calls = entry.Calls, Period = System.Enum.Parse<FrequencyPeriod>(entry.Period) },
            DataRangeDays = entry.Range,
            RetentionDays = entry.Retention,
            Mode = System.Enum.Parse<UseMode>(entry.Mode),
        },
        DpvCode = entry.Dpv,
        PiaReference = entry.Pia ?? "",
        ExpireTime = Timestamp.FromDateTimeOffset(now.AddYears(2)),
    });

    /// <summary>A next version without one optional field: who consented to the version before is not asked again.</summary>
    public async Task NarrowAsync(Organisation recipient, string code, string withoutField)
    {
        var next = recipient.Purposes[code].Clone();
        next.Version++;
        next.OptionalFields.Remove(withoutField);
        (next.Recipient, next.State, next.Review, next.Etag) = ("", PurposeState.Unspecified, null, "");
        recipient.Purposes[code] = await DecideAsync(recipient, next);
    }

    /// <summary>Ends a purpose and every consent to it.</summary>
    public async Task InvalidateAsync(Organisation recipient, string code)
    {
        var present = await city.Desk.Client.ListPurposesAsync()
            .FirstAsync(purpose => purpose.Code == code && purpose.Version == recipient.Purposes[code].Version);
        await city.Desk.Client.Steward.InvalidatePurposeAsync(present, Texts.Of("invalidate"));
        recipient.Purposes.Remove(code);
    }

    private async Task<Purpose> DecideAsync(Organisation recipient, Purpose purpose)
    {
        var proposed = await recipient.Client.ProposePurposeAsync(purpose);
        return await city["review"].Client.Steward.ReviewPurposeAsync(proposed, ReviewVerdict.Approve, Texts.Of("approve"));
    }
}
