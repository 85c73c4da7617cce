using Pds.Ledger;

namespace Pds.Consent;

/// <summary>A purpose of the built-in catalogue, whose recipient gets its id only when it is registered.</summary>
public sealed record PurposeTemplate
{
    /// <summary>Key of the recipient in <see cref="MunicipalCatalogue.Organizations"/>.</summary>
    public required string RecipientKey { get; init; }

    /// <summary><c>code@version</c>.</summary>
    public required PurposeVersion Id { get; init; }

    /// <summary>The one dataset.</summary>
    public required DatasetVersion Dataset { get; init; }

    /// <summary>Fields that cannot be left out.</summary>
    public required IReadOnlyList<string> RequiredFields { get; init; }

    /// <summary>Fields that can.</summary>
    public required IReadOnlyList<string> OptionalFields { get; init; }

    /// <summary>The purpose in a few words.</summary>
    public required string NameJa { get; init; }

    /// <summary>What the data is used for.</summary>
    public required string TextJa { get; init; }

    /// <summary>What the resident gains.</summary>
    public required string BenefitJa { get; init; }

    /// <summary>What happens on a no.</summary>
    public required string OnRefusalJa { get; init; }

    /// <summary>The most that may be asked.</summary>
    public required Ceilings Ceilings { get; init; }

    /// <summary>W3C DPV purpose.</summary>
    public required string DpvCode { get; init; }

    /// <summary>Reference of the privacy impact assessment.</summary>
    public string? PiaReference { get; init; }

    /// <summary>The purpose for a recipient, proposed and not reviewed, ending two years after <paramref name="now"/>.</summary>
    public Purpose For(Organization recipient, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        return For(recipient.Id, recipient.NameJa, now);
    }

    /// <summary>The purpose for a recipient named by id and name, proposed and not reviewed, ending two years after <paramref name="now"/>.</summary>
    public Purpose For(OrganizationId recipient, string nameJa, DateTimeOffset now) => new()
    {
        Id = Id,
        Recipient = recipient,
        RecipientNameJa = nameJa,
        Dataset = Dataset,
        RequiredFields = RequiredFields,
        OptionalFields = OptionalFields,
        NameJa = NameJa,
        TextJa = TextJa,
        BenefitJa = BenefitJa,
        OnRefusalJa = OnRefusalJa,
        Basis = LawfulBasis.Consent,
        Ceilings = Ceilings,
        DpvCode = DpvCode,
        PiaReference = PiaReference,
        Expires = Instant.Truncate(now.AddYears(2)),
    };
}
