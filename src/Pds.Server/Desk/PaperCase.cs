using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Desk;

/// <summary>What one pair of boxes shows to a reader.</summary>
public enum PaperMark
{
    /// <summary>はい.</summary>
    Yes = 1,

    /// <summary>いいえ.</summary>
    No = 2,

    /// <summary>Both, none or unreadable: means no.</summary>
    Unclear = 3,
}

/// <summary>A printed form: about a purpose, and nobody.</summary>
/// <param name="Id">In its square code.</param>
/// <param name="Purpose">The revision whose words it shows.</param>
/// <param name="RowVersion">Version of its row.</param>
public sealed record PaperForm(PaperFormId Id, PurposeVersion Purpose, long RowVersion);

/// <summary>A form that came back.</summary>
public sealed record PaperCase
{
    /// <summary>Its id.</summary>
    public required PaperCaseId Id { get; init; }

    /// <summary>The form.</summary>
    public required PaperFormId Form { get; init; }

    /// <summary>The revision whose words it shows.</summary>
    public required PurposeVersion Purpose { get; init; }

    /// <summary>Whose.</summary>
    public required ResidentId Resident { get; init; }

    /// <summary>The item that it answers.</summary>
    public required GrantId Grant { get; init; }

    /// <summary>Who scanned and read it.</summary>
    public required StaffId Clerk { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The question of the whole, as that clerk read it.</summary>
    public required PaperMark Consent { get; init; }

    /// <summary>Optional fields with a yes, in bytewise order, as that clerk read them.</summary>
    public required IReadOnlyList<string> OptionalFields { get; init; }

    /// <summary>Digest of the scanned file, 32 bytes.</summary>
    public required byte[] ScanSha256 { get; init; }

    /// <summary>What the file is.</summary>
    public required string MediaType { get; init; }

    /// <summary>Who fetched the scan, each once, in the order of the first time.</summary>
    public IReadOnlyList<StaffId> Seen { get; init; } = [];

    /// <summary>Whether a second person has read it, whatever came of it.</summary>
    public bool Done { get; init; }

    /// <summary>Version of its row.</summary>
    public long RowVersion { get; init; }

    /// <summary>Whether somebody else read the same.</summary>
    public bool ReadsTheSame(PaperMark consent, IReadOnlyList<string> optionalFields) =>
        consent == Consent && optionalFields.SequenceEqual(OptionalFields, StringComparer.Ordinal);

    /// <summary>It stands for a person.</summary>
    public override string ToString() => nameof(PaperCase);
}
