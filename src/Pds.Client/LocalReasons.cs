namespace Pds.Client;

/// <summary>Reasons with which this SDK refuses by itself, before or instead of the server. All mean: the caller was given nothing.</summary>
public static class LocalReasons
{
    /// <summary>The answer lacks a ledger proof that verifies under the pinned log key, or the proof is for something else.</summary>
    public const string LedgerEvidenceRefused = "LEDGER_EVIDENCE_REFUSED";

    /// <summary>A receipt (consent, use, act) is not signed by the city, not about this grant, or not about this answer.</summary>
    public const string ReceiptRefused = "RECEIPT_REFUSED";

    /// <summary>The sealed bytes are not the ones the ledger entry and the use receipt name, or do not open with our key.</summary>
    public const string SealedDataRefused = "SEALED_DATA_REFUSED";

    /// <summary>The file of an export has another size or SHA-256 than the server said.</summary>
    public const string ExportRefused = "EXPORT_REFUSED";

    /// <summary>A delivered record does not carry its source's valid signature, or shows a field that was not asked for.</summary>
    public const string SourceRecordRefused = "SOURCE_RECORD_REFUSED";

    /// <summary>What was opened is not what the ledger and the receipt say: other fields, another number of records, another purpose, dataset or
    /// resident, or data of a date that was not consented to or not asked for.</summary>
    public const string DeliveryNotAsRecorded = "DELIVERY_NOT_AS_RECORDED";

    /// <summary>The log signed two histories: a checkpoint does not continue the one seen before. <see cref="PdsException.Fork"/> holds both,
    /// which is what an auditor needs; nothing from this city is accepted until it is explained.</summary>
    public const string LogForked = "LOG_FORKED";

    /// <summary>The receipt book has no receipt for this grant, or it was withdrawn.</summary>
    public const string ReceiptUnknown = "RECEIPT_UNKNOWN";

    /// <summary>The server's certificate does not chain to the city's CA, or the server cannot be reached.</summary>
    public const string ServerUnreachable = "SERVER_UNREACHABLE";

    /// <summary>The identity folder is missing, incomplete, readable by others, or does not open with the passphrase.</summary>
    public const string IdentityRefused = "IDENTITY_REFUSED";

    /// <summary>A pinned fact of the city (ledger origin or key) changed.</summary>
    public const string PinnedFactChanged = "PINNED_FACT_CHANGED";
}
