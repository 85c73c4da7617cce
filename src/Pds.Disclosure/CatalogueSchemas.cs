using System.Text.Json;
using Pds.Consent;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Disclosure;

/// <summary>The catalogue as the vault sees it: which fields a record has and what their values may be (V3).</summary>
public sealed class CatalogueSchemas(IRowReader rows) : IRecordSchemas
{
    /// <inheritdoc/>
    public async ValueTask<IRecordSchema?> FindAsync(string dataset, CancellationToken cancellationToken) =>
        DatasetVersion.TryParse(dataset, out var id) && await DatasetRow.FindAsync(rows, id, cancellationToken) is { } found
            ? new Schema(found)
            : null;

    private sealed class Schema(Dataset dataset) : IRecordSchema
    {
        public string Dataset => dataset.Id.ToString();

        public bool IsOpen => dataset.State == DatasetState.Published;

        public IReadOnlyCollection<string> RequiredFields { get; } =
            [.. dataset.Fields.Where(field => field.Required).Select(field => field.Name)];

        public bool IsDated => dataset.DateField is not null;

        public bool Accepts(string field, JsonElement value) => dataset.Field(field)?.Type.Accepts(value) ?? false;
    }
}
