using System.Text.Json;

namespace Pds.Consent;

/// <summary>
/// The catalogue a first run starts with: datasets and purposes of an invented northern city, in plain Japanese, from the embedded
/// resource <c>MunicipalCatalogue.ja.json</c>.
/// </summary>
public static class MunicipalCatalogue
{
    private static readonly Lazy<CatalogueFile> File = new(Load);

    /// <summary>Organisations to register, each under its key.</summary>
    public static IReadOnlyList<CatalogueOrganization> Organizations => File.Value.Organizations;

    /// <summary>Datasets to publish.</summary>
    public static IReadOnlyList<Dataset> Datasets => File.Value.Datasets;

    /// <summary>Purposes to propose and review, once their recipients are registered.</summary>
    public static IReadOnlyList<PurposeTemplate> Purposes => File.Value.Purposes;

    private static CatalogueFile Load()
    {
        using var stream = Texts.Open("MunicipalCatalogue.ja.json");
        var file = JsonSerializer.Deserialize(stream, RowJson.Domain.CatalogueFile)!;

        // Generated readers leave an absent member at zero, not at its initialiser.
        return file with { Datasets = [.. file.Datasets.Select(d => d with { State = DatasetState.Published })] };
    }
}
