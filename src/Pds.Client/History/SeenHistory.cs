using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Client;

/// <summary>
/// What a device remembers of a history it has checked, so that the next check also notices what was changed since. The app keeps
/// <see cref="ToJson"/> where it keeps private things: the label key finds its owner's place in every heads tree.
/// </summary>
public sealed record SeenHistory
{
    /// <summary>The longest JSON form, in bytes.</summary>
    public const int MaxJsonBytes = 16 * 1024;

    private const int FormatVersion = 1;
    private const int MaxNoteChars = 8 * 1024;

    /// <summary>LK, 32 bytes: given by the city once, and the same for ever.</summary>
    public required byte[] LabelKey { get; init; }

    /// <summary>The newest checkpoint of the log, as signed.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Position of the last heads entry in its chain.</summary>
    public required long HeadsSeq { get; init; }

    /// <summary>Its commitment C, 32 bytes.</summary>
    public required byte[] HeadsCommitment { get; init; }

    /// <summary>Position of the last own entry that was covered; -1 for none.</summary>
    public required long HeadSeq { get; init; }

    /// <summary>Its commitment C, 32 bytes; zeros for none.</summary>
    public required byte[] HeadCommitment { get; init; }

    /// <summary>Canonical JSON, <c>{"checkpoint","head","head_seq","heads","heads_seq","label_key","v":1}</c>, bytes as base64url.</summary>
    public byte[] ToJson() => CanonicalJson.Serialize(new JsonObject
    {
        ["v"] = FormatVersion,
        ["label_key"] = Base64Url.Encode(LabelKey),
        ["checkpoint"] = Checkpoint,
        ["heads_seq"] = HeadsSeq,
        ["heads"] = Base64Url.Encode(HeadsCommitment),
        ["head_seq"] = HeadSeq,
        ["head"] = Base64Url.Encode(HeadCommitment),
    });

    /// <summary>Reads what <see cref="ToJson"/> writes; anything else is refused.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out SeenHistory? seen)
    {
        seen = json.Length <= MaxJsonBytes
            && CanonicalJson.TryParse(json, out var value)
            && JsonClaims.HasExactly(value, "v", "label_key", "checkpoint", "heads_seq", "heads", "head_seq", "head")
            && JsonClaims.TryInteger(value, "v", FormatVersion, FormatVersion, out _)
            && JsonClaims.TryBytes(value, "label_key", HeadLeaf.SizeBytes, out var labelKey)
            && JsonClaims.TryText(value, "checkpoint", MaxNoteChars, out var checkpoint)
            && JsonClaims.TryInteger(value, "heads_seq", 0, CanonicalJson.MaxInteger, out var headsSeq)
            && JsonClaims.TryBytes(value, "heads", Commitment.SizeBytes, out var heads)
            && JsonClaims.TryInteger(value, "head_seq", -1, CanonicalJson.MaxInteger, out var headSeq)
            && JsonClaims.TryBytes(value, "head", Commitment.SizeBytes, out var head)
            ? new SeenHistory
            {
                LabelKey = labelKey, Checkpoint = checkpoint, HeadsSeq = headsSeq, HeadsCommitment = heads, HeadSeq = headSeq, HeadCommitment = head,
            }
            : null;
        return seen is not null;
    }

    /// <summary>Prints its name only.</summary>
    public override string ToString() => nameof(SeenHistory);
}
