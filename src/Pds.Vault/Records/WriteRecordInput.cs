using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Vault;

/// <summary>What a source asks to be stored.</summary>
/// <param name="Resident">Whose vault; the server has resolved the source's pairwise name for the resident.</param>
/// <param name="Dataset">The dataset version, <c>code@version</c>.</param>
/// <param name="SourceRecord">The source's SD-JWT (<see cref="SourceRecord"/>), all disclosures with it.</param>
/// <param name="DataDate">The civil date the data is about; must equal the one the source signed. Null for data without a date.</param>
/// <param name="Record">Null for a new record; else the record that gets a new version.</param>
/// <param name="Alongside">Rows the server writes in the same transaction, such as the answer kept for an idempotent repeat.</param>
public sealed record WriteRecordInput(
    ResidentId Resident,
    string Dataset,
    string SourceRecord,
    DateOnly? DataDate = null,
    RecordId? Record = null,
    Func<WriteRecordOutcome.Written, IReadOnlyList<Change>>? Alongside = null)
{
    /// <summary>The longest source record, in characters.</summary>
    public const int MaxSourceRecordLength = 256 * 1024;

    /// <summary>Prints its own name: a record is about a person.</summary>
    public override string ToString() => nameof(WriteRecordInput);
}

/// <summary>The authenticated source and the key it proved to hold for this call.</summary>
/// <param name="Organization">Who.</param>
/// <param name="Key">The key of the certificate the call came with; the record must be signed by the same.</param>
public sealed record SourceCaller(OrganizationId Organization, Es256PublicKey Key);

/// <summary>What became of a write. A closed set.</summary>
public abstract record WriteRecordOutcome
{
    private WriteRecordOutcome()
    {
    }

    /// <summary>Durable, with its entry in the ledger. Carries nothing of the content: a source cannot read.</summary>
    public sealed record Written(RecordId Record, int Version) : WriteRecordOutcome;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Why">The reason.</param>
    /// <param name="Field">The field concerned, or null.</param>
    public sealed record Refused(RecordRefusal Why, string? Field = null) : WriteRecordOutcome;
}
