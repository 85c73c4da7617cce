namespace Pds.Auditor.Reports.Tables;

/// <summary>The tables there are, and their columns.</summary>
internal static class ReportTables
{
    /// <summary>One row a consent.</summary>
    public static IReadOnlyList<Column> Consents { get; } =
    [
        new("grant", ColumnType.Id), new("who", ColumnType.Id), new("state"), new("recipient"), new("recipient_id", ColumnType.Id),
        new("purpose", ColumnType.Id), new("purpose_name"), new("dataset", ColumnType.Id), new("fields_asked"), new("fields_granted"), new("fields_read"),
        new("asked_at", ColumnType.Time), new("given_at", ColumnType.Time), new("starts", ColumnType.Time), new("ends", ColumnType.Time),
        new("ended_at", ColumnType.Time), new("retention_days", ColumnType.Number, "days"), new("mode"), new("calls", ColumnType.Number, "times"),
        new("period"), new("channel"), new("acted_by"), new("uses", ColumnType.Number, "times"), new("refused", ColumnType.Number, "times"),
        new("effect_seconds", ColumnType.Number, "seconds"), new("consent_digest", ColumnType.Id), new("leaf", ColumnType.Number),
    ];

    /// <summary>One row an entry about a call for data.</summary>
    public static IReadOnlyList<Column> Usage { get; } =
    [
        new("leaf", ColumnType.Number), new("at", ColumnType.Time), new("event"), new("grant", ColumnType.Id), new("who", ColumnType.Id),
        new("recipient"), new("recipient_id", ColumnType.Id), new("purpose", ColumnType.Id), new("fields"), new("records", ColumnType.Number, "records"),
        new("rule", ColumnType.Number), new("reason", ColumnType.Id), new("reason_text"), new("count", ColumnType.Number, "times"),
    ];

    /// <summary>One row a change of rules: catalogue, organisations, keys.</summary>
    public static IReadOnlyList<Column> PolicyChanges { get; } =
    [
        new("leaf", ColumnType.Number), new("at", ColumnType.Time), new("event"), new("subject", ColumnType.Id), new("subject_name"), new("by"),
        new("decision"), new("ground"), new("definition_sha256", ColumnType.Id),
    ];

    /// <summary>One row an act of the operator, its staff, or an auditor.</summary>
    public static IReadOnlyList<Column> StaffActions { get; } =
    [
        new("leaf", ColumnType.Number), new("at", ColumnType.Time), new("event"), new("by"), new("role"), new("who", ColumnType.Id), new("subject", ColumnType.Id),
        new("ground"), new("first_seq", ColumnType.Number), new("limit", ColumnType.Number, "records"),
    ];

    /// <summary>One row a delivery, as the provider records it.</summary>
    public static IReadOnlyList<Column> Provisions { get; } =
    [
        new("leaf", ColumnType.Number), new("provided_at", ColumnType.Time), new("third_party"), new("recipient_id", ColumnType.Id), new("third_party_address"),
        new("who", ColumnType.Id), new("items_provided"), new("consent_basis"), new("grant", ColumnType.Id), new("purpose", ColumnType.Id), new("duty"),
        new("retention_class"), new("retention_rule"), new("kept_until", ColumnType.Date),
    ];

    /// <summary>One row a delivery, as the receiver records it.</summary>
    public static IReadOnlyList<Column> Receipts { get; } =
    [
        new("leaf", ColumnType.Number), new("received_at", ColumnType.Time), new("receiver"), new("sources"), new("third_party_address"), new("acquired"),
        new("who", ColumnType.Id), new("items_provided"), new("consent_basis"), new("grant", ColumnType.Id), new("purpose", ColumnType.Id), new("duty"),
        new("retention_class"), new("retention_rule"), new("kept_until", ColumnType.Date),
    ];

    /// <summary>One row a dataset version.</summary>
    public static IReadOnlyList<Column> Register { get; } =
    [
        new("file_name"), new("dataset", ColumnType.Id), new("agency"), new("section"), new("file_purpose"), new("file_items"), new("file_range"), new("file_collection"),
        new("file_sensitive"), new("file_recipients"), new("file_reception"), new("file_procedure"), new("file_kind"), new("file_persons"), new("file_threshold"), new("file_remarks"),
    ];

    /// <summary>One row an organisation, month and reason.</summary>
    public static IReadOnlyList<Column> Deviations { get; } =
    [
        new("year", ColumnType.Number), new("month_number", ColumnType.Number), new("recipient"), new("recipient_id", ColumnType.Id),
        new("reason", ColumnType.Id), new("reason_text"), new("count", ColumnType.Number, "times"), new("deviation"),
    ];

    /// <summary>One row a column of the tables.</summary>
    public static IReadOnlyList<Column> Dictionary { get; } = [new("file", ColumnType.Id), new("column"), new("meaning"), new("type"), new("unit")];
}
