using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;
using Pds.Ledger;
using Wire = Pds.Protocol.V1.ShownEntry;

namespace Pds.Client;

/// <summary>An entry of a chain with the commitment computed from what was shown, at the place where it was expected.</summary>
/// <param name="Index">Leaf index as claimed.</param>
/// <param name="Seq">Position in the chain.</param>
/// <param name="Commitment">C, 32 bytes, computed here.</param>
/// <param name="Entry">The body; null when it is of a kind this version does not know.</param>
internal sealed record ReadEntry(long Index, long Seq, byte[] Commitment, LedgerEntry? Entry)
{
    private const int KeyBytes = 32;

    /// <summary>True when a law forbids to tell her of it yet: its place and commitment are shown, and no word of it.</summary>
    public bool IsHidden { get; private init; }

    /// <summary>Reads the entry that must stand behind another one of a chain.</summary>
    /// <param name="wire">As shown.</param>
    /// <param name="chain">The chain's name.</param>
    /// <param name="seq">The position it must have.</param>
    /// <param name="previous">C of the entry before; null to take it from the entry.</param>
    /// <param name="entry">Read, when it is in form and stands there.</param>
    public static bool TryRead(Wire wire, string chain, long seq, byte[]? previous, [NotNullWhen(true)] out ReadEntry? entry)
    {
        entry = null;
        if (wire.Seq != seq
            || wire.Index < 0
            || wire.Previous.Length != Ledger.Commitment.SizeBytes
            || (previous is not null && !wire.Previous.Span.SequenceEqual(previous))
            || wire.LinkKey.Length != KeyBytes
            || wire.ChainKey.Length != KeyBytes
            || BodyMacOf(wire, mayHide: chain != ChainId.Heads.Name) is not { } bodyMac)
        {
            return false;
        }

        var link = new EntryLink(chain, seq, wire.Previous.Memory).Blind(wire.ChainKey.Span);
        var commitment = Ledger.Commitment.Of(bodyMac, Ledger.Commitment.LinkMac(wire.LinkKey.Span, link));
        entry = new ReadEntry(wire.Index, seq, commitment, LedgerEntry.TryParse(wire.Body.Span, out var body) ? body : null)
        {
            IsHidden = wire.Body.IsEmpty,
        };
        return true;
    }

    // Either the whole body or only its MAC, never a mixture.
    private static byte[]? BodyMacOf(Wire wire, bool mayHide) => (wire.Body.Length, wire.BodyKey.Length, wire.BodyMac.Length) switch
    {
        (0, 0, KeyBytes) when mayHide => wire.BodyMac.ToByteArray(),
        (> 0 and <= LedgerEntry.MaxBodyBytes, KeyBytes, 0) => Ledger.Commitment.BodyMac(wire.BodyKey.Span, wire.Body.Span),
        _ => null,
    };

    /// <summary>The place and the commitment, for somebody who compares.</summary>
    public override string ToString() => $"{Seq}:{Base64Url.Encode(Commitment)}";
}
