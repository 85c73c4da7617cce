using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// How an entry is hidden in the public log and opened again (DESIGN section 5):
/// <c>B = HMAC-SHA256(ob, body)</c>, <c>N = HMAC-SHA256(on, link)</c>, <c>C = SHA-256("pds-consent-commit/v1\n" ‖ B ‖ N)</c>,
/// with <c>ob</c>, <c>on</c> = HKDF-Expand(LSK, LP("pds/open/body/v1" | "pds/open/link/v1", seq)). All values are 32 bytes.
/// Two keys, so that body and place open separately; keyed, so that a guessed body cannot be tested against the public leaf.
/// </summary>
public static class Commitment
{
    /// <summary>Size of C, B, N, ob and on, in bytes.</summary>
    public const int SizeBytes = 32;

    /// <summary>C over the two MACs.</summary>
    public static byte[] Of(ReadOnlySpan<byte> bodyMac, ReadOnlySpan<byte> linkMac) => throw new NotImplementedException();

    /// <summary>Commits to a body at its place: what goes into the log, and what opens it.</summary>
    /// <param name="blindingKey">LSK of the chain, 32 bytes.</param>
    /// <param name="link">The entry's place.</param>
    /// <param name="body">The event body, canonical JSON, kept verbatim.</param>
    public static EntryOpening Commit(SecretBytes blindingKey, EntryLink link, byte[] body) => throw new NotImplementedException();

    /// <summary>on for a place: given to the resident and the auditor, who may also open the link.</summary>
    public static byte[] LinkKey(SecretBytes blindingKey, long seq) => throw new NotImplementedException();

    /// <summary>ob for a place: given with the body.</summary>
    public static byte[] BodyKey(SecretBytes blindingKey, long seq) => throw new NotImplementedException();

    /// <summary>N = HMAC-SHA256(on, link).</summary>
    public static byte[] LinkMac(ReadOnlySpan<byte> linkKey, EntryLink link) => throw new NotImplementedException();
}
