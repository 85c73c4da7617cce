using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Consent;

/// <summary>The JSON Schema (draft 2020-12) of a dataset, for people who check records with tools of their own.</summary>
public static class JsonSchema
{
    /// <summary>A schema that accepts exactly the records <see cref="FirstFault"/> accepts. A fresh object each time.</summary>
    public static JsonObject Of(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var properties = new JsonObject();
        foreach (var field in dataset.Fields)
        {
            var schema = field.Type.Schema();
            schema["title"] = field.LabelJa;
            properties[field.Name] = schema;
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"urn:pds:dataset:{dataset.Id.Code}:{dataset.Id.Version}",
            ["title"] = dataset.NameJa,
            ["description"] = dataset.DescriptionJa,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. dataset.Fields.Where(f => f.Required).Select(f => (JsonNode)f.Name)]),
            ["additionalProperties"] = false,
        };
    }

    /// <summary>The name of the first field of a record that breaks the schema, or null. An undeclared field is a fault.</summary>
    public static string? FirstFault(Dataset dataset, IReadOnlyDictionary<string, JsonElement> record)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(record);
        return record.FirstOrDefault(f => dataset.Field(f.Key)?.Type.Accepts(f.Value) != true).Key
            ?? dataset.Fields.FirstOrDefault(f => f.Required && !record.ContainsKey(f.Name))?.Name;
    }
}
