using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// One line of an export's heads: where a chain ended in an epoch, and its label in the heads tree of that epoch. Canonical JSON (RFC 8785),
/// members <c>c label seq</c>, bytes as base64url. The leaf's value is recomputed from it; the key that made the label stays with the owner of
/// the chain.
/// </summary>
/// <param name="Label">Label of the chain in the epoch, 32 bytes (<see cref="HeadLeaf"/>).</param>
/// <param name="Seq">Place of the chain's last entry, from 0.</param>
/// <param name="Commitment">C of that entry, 32 bytes: it tells which chain.</param>
public sealed record ExportedHead(byte[] Label, long Seq, byte[] Commitment)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int MaxLineBytes = 256;

    /// <summary>The leaf this is in the tree of an epoch.</summary>
    public HeadLeaf ToLeaf(string origin, long epoch) => HeadLeaf.At(Label, origin, epoch, Seq, Commitment);

    /// <summary>The line, without its newline.</summary>
    public byte[] ToLine() => CanonicalJson.Serialize(new JsonObject
    {
        ["c"] = Base64Url.Encode(Commitment), ["label"] = Base64Url.Encode(Label), ["seq"] = Seq,
    });

    /// <summary>Reads one line; another spelling, an unknown or missing member, or a wrong size is refused.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out ExportedHead? head)
    {
        head = line.Length <= MaxLineBytes
            && CanonicalJson.TryParse(line, out var json)
            && JsonClaims.HasExactly(json, "c", "label", "seq")
            && JsonClaims.TryBytes(json, "c", HeadLeaf.SizeBytes, out var commitment)
            && JsonClaims.TryBytes(json, "label", HeadLeaf.SizeBytes, out var label)
            && JsonClaims.TryInteger(json, "seq", 0, CanonicalJson.MaxInteger, out var seq)
            ? new ExportedHead(label, seq, commitment)
            : null;
        return head is not null;
    }

    /// <summary>Its own name only: who joins labels follows a person.</summary>
    public override string ToString() => nameof(ExportedHead);
}
