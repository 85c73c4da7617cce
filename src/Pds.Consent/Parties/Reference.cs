using Pds.Ledger;

namespace Pds.Consent;

/// <summary>A resident's pairwise pseudonym towards one organisation (FEATURES V1, D10).</summary>
/// <param name="Ref">The pseudonym.</param>
/// <param name="Resident">Whose it is; never told to the organisation.</param>
/// <param name="Organization">The only organisation that may use it.</param>
public sealed record Reference(ResidentRef Ref, ResidentId Resident, OrganizationId Organization)
{
    /// <summary>Its own name only: it links a person to an organisation.</summary>
    public override string ToString() => nameof(Reference);
}
