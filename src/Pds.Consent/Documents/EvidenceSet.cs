using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Consent;

/// <summary>
/// The documents of one sitting, by their digests, in bytewise order. A sign-in or a passkey answers their challenge once, and is evidence for
/// each of them: whoever reads three documents is not asked to sign in three times.
/// <c>challenge = SHA-256("pds-consent-set/v1\n" ‖ the digests)</c>, 32 bytes.
/// </summary>
public sealed class EvidenceSet
{
    /// <summary>The most documents of one sitting, as many as a request has items.</summary>
    public const int MaxDigests = 20;

    private static readonly byte[] FirstLine = System.Text.Encoding.ASCII.GetBytes(Labels.ConsentSet + "\n");

    private EvidenceSet(byte[][] digests) => Digests = digests;

    /// <summary>SHA-256 of each document, 32 bytes each.</summary>
    public IReadOnlyList<byte[]> Digests { get; }

    /// <summary>What must be answered, 32 bytes: the OpenID Connect nonce and the WebAuthn challenge, both base64url.</summary>
    public byte[] Challenge => Sha256.Hash([.. FirstLine, .. Digests.SelectMany(digest => digest)]);

    /// <summary>The set of these digests, put in order.</summary>
    /// <exception cref="ArgumentException">None, more than <see cref="MaxDigests"/>, one of another size, or one twice.</exception>
    public static EvidenceSet Of(IEnumerable<byte[]> digests)
    {
        ArgumentNullException.ThrowIfNull(digests);
        byte[][] ordered = [.. digests.Order(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))];
        return TryOf(ordered, out var set) ? set : throw new ArgumentException($"A sitting has 1 to {MaxDigests} digests of 32 bytes, each once.", nameof(digests));
    }

    /// <summary>Reads a set as it travels: in order, each once. One set has one spelling, so that its digest names it.</summary>
    public static bool TryOf(IReadOnlyList<byte[]> digests, [NotNullWhen(true)] out EvidenceSet? set)
    {
        ArgumentNullException.ThrowIfNull(digests);
        set = null;
        if (digests.Count is < 1 or > MaxDigests || digests.Any(digest => digest.Length != Sha256.Size))
        {
            return false;
        }

        for (var at = 1; at < digests.Count; at++)
        {
            if (digests[at - 1].AsSpan().SequenceCompareTo(digests[at]) >= 0)
            {
                return false;
            }
        }

        set = new EvidenceSet([.. digests]);
        return true;
    }

    /// <summary>Whether a document is of this sitting.</summary>
    public bool Contains(ReadOnlySpan<byte> digest)
    {
        foreach (var one in Digests)
        {
            if (digest.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }
}
