namespace Pds.Consent;

/// <summary>An organisation of the built-in catalogue. Invented, in a real shape.</summary>
/// <param name="Key">Its name inside the catalogue, such as <c>mutsu-hospital</c>.</param>
/// <param name="NameJa">Its name as residents read it.</param>
/// <param name="Roles">What it may do.</param>
public sealed record CatalogueOrganization(string Key, string NameJa, IReadOnlyList<OrganizationRole> Roles);
