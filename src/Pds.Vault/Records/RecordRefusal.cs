namespace Pds.Vault;

/// <summary>Why a record was not stored. The server maps each onto its own refusal reasons.</summary>
public enum RecordRefusal
{
    /// <summary>The resident has no vault here (unknown, or erased).</summary>
    ResidentUnknown = 1,

    /// <summary>The catalogue has no such dataset version, or it takes no more records.</summary>
    DatasetNotValid = 2,

    /// <summary>The source record is not a well-formed SD-JWT of the kind sources make.</summary>
    SourceRecordMalformed = 3,

    /// <summary>
    /// The source record names another organisation, is not signed by the calling organisation's key, carries no certificate of that key from
    /// this city, or was not signed within the last 24 hours.
    /// </summary>
    SourceSignatureNotAccepted = 4,

    /// <summary>A field is missing, unknown, nested, or not of the type its dataset declares.</summary>
    FieldNotAccepted = 5,

    /// <summary>There is no such record of this source for this resident and dataset. Foreign and unknown look alike.</summary>
    RecordUnknown = 6,

    /// <summary>Somebody wrote the same record at the same moment; the same call may be made again.</summary>
    ConcurrentChange = 7,
}
