namespace Pds.Consent;

/// <summary>The embedded catalogue as it is written in its JSON resource.</summary>
internal sealed record CatalogueFile(
    IReadOnlyList<CatalogueOrganization> Organizations, IReadOnlyList<Dataset> Datasets, IReadOnlyList<PurposeTemplate> Purposes);
