using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// One version of a dataset, a purpose or the controls as its entry's digest is over it: a line of canonical JSON, <c>definition id
/// kind</c>, the definition base64url of one format byte (1) and UTF-8 JSON, or of the controls' canonical JSON.
/// </summary>
/// <param name="Kind"><c>dataset</c>, <c>purpose</c> or <c>controls</c>.</param>
/// <param name="Id"><c>code@version</c>.</param>
/// <param name="Definition">The exact bytes.</param>
public sealed record ExportedDefinition(string Kind, string Id, byte[] Definition)
{
    /// <summary>The kinds.</summary>
    public const string Dataset = "dataset", Purpose = "purpose", Controls = "controls";

    /// <summary>The longest line, in bytes.</summary>
    public const int MaxLineBytes = (MaxDefinitionBytes * 4 / 3) + 256;

    private const int MaxDefinitionBytes = 256 * 1024;

    /// <summary>SHA-256 of the definition, 32 bytes.</summary>
    public byte[] Digest => Sha256.Hash(Definition);

    /// <summary>The line, without its newline.</summary>
    public byte[] ToLine() => CanonicalJson.Serialize(new JsonObject
    {
        ["kind"] = Kind, ["id"] = Id, ["definition"] = Base64Url.Encode(Definition),
    });

    /// <summary>The dataset it defines; false when it is none, or one that this version cannot read.</summary>
    public bool TryReadDataset([NotNullWhen(true)] out Consent.Dataset? dataset)
    {
        dataset = Kind == Dataset && TryRead(RowJson.Domain.Dataset, out Consent.Dataset? read) && read.Id.ToString() == Id ? read : null;
        return dataset is not null;
    }

    /// <summary>
    /// The purpose it declares, in the state it was entered with; false when it is none, or one that this version cannot read.
    /// </summary>
    public bool TryReadPurpose([NotNullWhen(true)] out Consent.Purpose? purpose)
    {
        purpose = Kind == Purpose && TryRead(RowJson.Domain.Purpose, out Consent.Purpose? read) && read.Id.ToString() == Id ? read : null;
        return purpose is not null;
    }

    /// <summary>The controls they are; false when they are none, or such as this version cannot read.</summary>
    public bool TryReadControls([NotNullWhen(true)] out ControlSet? controls)
    {
        controls = Kind == Controls && ControlSet.TryParse(Definition, out var read, out _) ? read : null;
        return controls is not null;
    }

    /// <summary>Reads one line.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out ExportedDefinition? definition)
    {
        definition = line.Length <= MaxLineBytes
            && CanonicalJson.TryParse(line, out var json)
            && JsonClaims.HasExactly(json, "kind", "id", "definition")
            && JsonClaims.TryText(json, "kind", 16, out var kind) && kind is Dataset or Purpose or Controls
            && JsonClaims.TryText(json, "id", 100, out var id)
            && JsonClaims.TryText(json, "definition", MaxLineBytes, out var text)
            && Base64Url.TryDecode(text, out var bytes) && bytes.Length is > 0 and <= MaxDefinitionBytes
            ? new ExportedDefinition(kind, id, bytes)
            : null;
        return definition is not null;
    }

    private bool TryRead<T>(JsonTypeInfo<T> type, [NotNullWhen(true)] out T? value)
        where T : class
    {
        try
        {
            value = RowBody.Read(Definition, type);
            return true;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            // The reader's two ways to say that the bytes are of another form.
            value = null;
            return false;
        }
    }
}
