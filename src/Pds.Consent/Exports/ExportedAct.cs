using System.Diagnostics.CodeAnalysis;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// One act of an export that a resident agreed to on evidence (<see cref="ActDocument"/>): resuming, or registering a passkey. A line of canonical
/// JSON as of <see cref="ExportedConsent"/>, without a consent's id: the entry names the act by its digest.
/// </summary>
/// <param name="Signed">Act and evidence, verbatim.</param>
/// <param name="Key">What checks the evidence.</param>
public sealed record ExportedAct(SignedDocument Signed, EvidenceKey Key)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int MaxLineBytes = ExportedConsent.MaxLineBytes;

    /// <summary>The line, without its newline.</summary>
    public byte[] ToLine() => CanonicalJson.Serialize(SignedLine.Write(Signed, Key));

    /// <summary>Reads one line; another spelling, an unknown or missing member, or a wrong size is refused.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out ExportedAct? act)
    {
        act = line.Length <= MaxLineBytes && CanonicalJson.TryParse(line, out var json) && SignedLine.TryRead(json, [], out var signed, out var key)
            ? new ExportedAct(signed, key)
            : null;
        return act is not null;
    }

    /// <summary>Its own name only: it speaks about a person.</summary>
    public override string ToString() => nameof(ExportedAct);
}
