namespace Pds.Client;

/// <summary>Data of one resident, opened after its ledger evidence was verified. Lives in memory only; printing it shows no value.</summary>
/// <param name="GrantId">The consent under which it was given.</param>
/// <param name="ResidentRef">The resident's reference for this organisation only.</param>
/// <param name="Dataset">Dataset and version.</param>
/// <param name="Purpose">Purpose and version: the only use allowed.</param>
/// <param name="Records">The records, each with its source's signature verified.</param>
/// <param name="Evidence">What proves, offline, that this delivery is in the ledger.</param>
public sealed record OpenedData(
    string GrantId,
    string ResidentRef,
    string Dataset,
    string Purpose,
    IReadOnlyList<OpenedRecord> Records,
    DeliveryEvidence Evidence)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(OpenedData) + " " + GrantId;
}
