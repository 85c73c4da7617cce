using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Exports;

/// <summary>One export, from its request to the end of its file.</summary>
internal sealed record ExportJob
{
    /// <summary>The export.</summary>
    public required ExportId Id { get; init; }

    /// <summary>Who asked for it, and alone may see it.</summary>
    public required OrganizationId Auditor { get; init; }

    /// <summary>The age recipient it is sealed to.</summary>
    public required string Recipient { get; init; }

    /// <summary>Why.</summary>
    public required string ReasonJa { get; init; }

    /// <summary>What it opens; a resident in it is named by this export's own pseudonym.</summary>
    public required ExportScope Scope { get; init; }

    /// <summary>The resident of the scope; null when it names none.</summary>
    public ResidentId? Resident { get; init; }

    /// <summary>The key of its pseudonyms, 32 bytes; kept so that a later export can be asked for by one of them.</summary>
    public required byte[] PseudonymKey { get; init; }

    /// <summary>Where it stands.</summary>
    public required ExportJobState State { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its file is deleted, UTC; null before there is one.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Size of the sealed file in bytes.</summary>
    public long FileBytes { get; init; }

    /// <summary>SHA-256 of the sealed file, 32 bytes; null before there is one.</summary>
    public byte[]? FileSha256 { get; init; }

    /// <summary>Leaves in it.</summary>
    public long Leaves { get; init; }

    /// <summary>Whether its first byte was ever given out.</summary>
    public bool Fetched { get; init; }

    /// <summary>Version of the row it was read from; 0 for a new one.</summary>
    public long RowVersion { get; init; }

    /// <summary>The id only: the rest may concern a person.</summary>
    public override string ToString() => $"ExportJob({Id}, {State})";
}
