using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// How an entry is hidden in the public log and opened again (DESIGN section 5):
/// <c>B = HMAC-SHA256(ob, body)</c>, <c>N = HMAC-SHA256(on, link)</c>, <c>C = SHA-256("pds-consent-commit/v1\n" ‖ B ‖ N)</c>,
/// with <c>ob</c>, <c>on</c>, <c>oc</c> = HKDF-Expand(LSK, LP("pds/open/body/v1" | "pds/open/link/v1" | "pds/open/chain/v1", seq)). All values
/// are 32 bytes. Three keys, so that body, place and the chain's name open separately; keyed, so that a guessed body cannot be tested against the public leaf.
/// </summary>
public static class Commitment
{
    /// <summary>Size of C, B, N, ob and on, in bytes.</summary>
    public const int SizeBytes = 32;

    private static readonly byte[] Prefix = [.. System.Text.Encoding.ASCII.GetBytes(Labels.ConsentCommit), (byte)'\n'];

    /// <summary>C over the two MACs, 32 bytes each.</summary>
    public static byte[] Of(ReadOnlySpan<byte> bodyMac, ReadOnlySpan<byte> linkMac)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bodyMac.Length, SizeBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(linkMac.Length, SizeBytes);
        Span<byte> input = stackalloc byte[Prefix.Length + (2 * SizeBytes)];
        Prefix.CopyTo(input);
        bodyMac.CopyTo(input[Prefix.Length..]);
        linkMac.CopyTo(input[(Prefix.Length + SizeBytes)..]);
        return Sha256.Hash(input);
    }

    /// <summary>Commits to a body at its place: the result opens the entry and gives its C.</summary>
    /// <param name="blindingKey">LSK of the chain, 32 bytes.</param>
    /// <param name="link">The entry's place.</param>
    /// <param name="body">The event body, canonical JSON, kept verbatim.</param>
    public static EntryOpening Commit(SecretBytes blindingKey, EntryLink link, byte[] body) =>
        new(body, BodyKey(blindingKey, link.Seq), LinkMac(LinkKey(blindingKey, link.Seq), link.Blind(ChainKey(blindingKey, link.Seq))));

    /// <summary>ob for a place: given with the body.</summary>
    public static byte[] BodyKey(SecretBytes blindingKey, long seq) => Derive(blindingKey, Labels.OpenBody, seq);

    /// <summary>on for a place: given to the resident and the auditor, who may also open the link.</summary>
    public static byte[] LinkKey(SecretBytes blindingKey, long seq) => Derive(blindingKey, Labels.OpenLink, seq);

    /// <summary>oc for a place: given only to whom the chain's name may be shown.</summary>
    public static byte[] ChainKey(SecretBytes blindingKey, long seq) => Derive(blindingKey, Labels.OpenChain, seq);

    /// <summary>B = HMAC-SHA256(ob, body).</summary>
    public static byte[] BodyMac(ReadOnlySpan<byte> bodyKey, ReadOnlySpan<byte> body) => HmacSha256.Mac(bodyKey, body);

    /// <summary>N = HMAC-SHA256(on, link).</summary>
    public static byte[] LinkMac(ReadOnlySpan<byte> linkKey, BlindedLink link) => HmacSha256.Mac(linkKey, link.ToBytes());

    private static byte[] Derive(SecretBytes blindingKey, string label, long seq)
    {
        byte[] key = new byte[SizeBytes];
        Hkdf.Expand(blindingKey.Span, LengthPrefixed.Of(label, seq), key);
        return key;
    }
}
