using System.Text.Json;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Client;

/// <summary>
/// Opens a delivery whose ledger evidence was verified. It believes no record without its source's signature, and hands on nothing that
/// the ledger does not say: what was delivered beyond the record was never shown to the resident.
/// </summary>
internal sealed class Opening(OrganizationIdentity identity, OfflineVerifier verifier)
{
    private const int FormatVersion = 1;

    /// <summary>The opened data.</summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.SealedDataRefused"/>, <see cref="LocalReasons.SourceRecordRefused"/> or
    /// <see cref="LocalReasons.DeliveryNotAsRecorded"/>.</exception>
    public OpenedData Open(PreparedCall call, DeliveryEvidence evidence)
    {
        _ = GrantId.TryParse(call.Request.GrantId, out var grant);
        var info = DeliveryContexts.Data(identity.City.Origin, grant, call.RequestHash, evidence.IntentCommitment);
        if (!identity.EncryptionKey.TryOpen(info, [], evidence.SealedData, out var plain)
            || !StrictJson.TryParse(plain, int.MaxValue, out var data))
        {
            throw new PdsException(LocalReasons.SealedDataRefused, "届いたデータの封を開けられません。");
        }

        return Read(call, evidence, data);
    }

    private OpenedData Read(PreparedCall call, DeliveryEvidence evidence, JsonElement data)
    {
        if (!JsonClaims.TryInteger(data, "v", FormatVersion, FormatVersion, out _)
            || !JsonClaims.TryText(data, "grant_id", 64, out var grantId) || grantId != call.Request.GrantId
            || !JsonClaims.TryText(data, "resident_ref", 64, out var residentRef)
            || !JsonClaims.TryText(data, "dataset", 96, out var dataset)
            || !JsonClaims.TryText(data, "purpose", 96, out var purpose)
            || !data.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array)
        {
            throw new PdsException(LocalReasons.SealedDataRefused, "届いたデータの形が、約束と違います。");
        }

        var opened = records.EnumerateArray().Select(record => ReadRecord(record, dataset)).ToList();
        var delivery = new OpenedData(grantId, residentRef, dataset, purpose, opened, evidence);
        return IsAsRecorded(delivery, call.Receipt) && IsAsConsented(delivery, call)
            ? delivery
            : throw new PdsException(LocalReasons.DeliveryNotAsRecorded, "届いた中身が、台帳と受領証に書かれたものと違います。データは使えません。");
    }

    // Recorded are the fields, how many records left, and one digest for every cell: no field, record or value more fits under that.
    private static bool IsAsRecorded(OpenedData data, Consent.Receipt receipt)
    {
        var (intended, released) = (data.Evidence.Intended, data.Evidence.Released);
        return data.Purpose == intended.Purpose
            && data.ResidentRef == receipt.ResidentRef?.ToString()
            && data.Records.Count == released.Records
            && data.Records.Sum(record => record.Fields.Count) == intended.Cells.Count
            && data.Records.SelectMany(record => record.Fields.Keys).All(intended.Fields.Contains);
    }

    // The purpose's own dataset, and dates inside what was consented to and what was asked for. The date is the one its source signed.
    private static bool IsAsConsented(OpenedData data, PreparedCall call) =>
        data.Dataset == call.Expected.Dataset && data.Records.All(record => call.Expected.Covers(record.DataDate));

    private OpenedRecord ReadRecord(JsonElement record, string dataset)
    {
        if (!JsonClaims.TryText(record, "record", 64, out var id)
            || !JsonClaims.TryText(record, "source_jwt", CompactJws.MaxLength, out var issuerJwt)
            || !record.TryGetProperty("disclosures", out var disclosures) || disclosures.ValueKind != JsonValueKind.Array
            || !verifier.TryVerifySource(issuerJwt, disclosures.EnumerateArray().Select(d => d.ToString()), out var source)
            || source.Dataset != dataset)
        {
            throw new PdsException(LocalReasons.SourceRecordRefused, "届いた記録に、提供元の正しい署名がありません。");
        }

        var fields = source.Fields.ToDictionary(field => field.Key, field => field.Value.Value, StringComparer.Ordinal);
        return new OpenedRecord(id, source.DataDate, source.Issuer, fields);
    }
}
