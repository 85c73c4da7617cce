using System.Buffers.Binary;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Sampling;

/// <summary>
/// Draws disclosures of a log so that anybody can draw them again and nobody could know them before: the order follows from the root of the log and
/// from a seed that the auditor chooses after the export was taken.
/// <list type="number">
/// <item>K = SHA-256(LP("pds/audit/sample/v1", root, size of the log, seed))</item>
/// <item>each disclosure gets v = HMAC-SHA-256(K, its leaf index as u64 big-endian); all are put in ascending order of v, which is one of all orders with
/// the same probability for each</item>
/// <item>when n is at least the number of recipients with a disclosure, the first of each recipient is in, and the rest are the first of what is
/// left, up to n; otherwise the sample is the first n</item>
/// </list>
/// Inside one recipient every disclosure is as likely as any other. Recipients with few are drawn more often than their share by the rule that each is
/// there; the checklist says how many each has, so that shares can be weighted. A sample of a larger n holds every smaller one that also
/// had room for each recipient.
/// </summary>
/// <param name="root">Root of the log, 32 bytes.</param>
/// <param name="size">Size of the log in leaves.</param>
/// <param name="seed">The auditor's seed, 1 to 64 characters.</param>
internal sealed class SampleDraw(byte[] root, long size, string seed)
{
    /// <summary>The longest seed, in characters.</summary>
    public const int MaxSeedChars = 64;

    private readonly byte[] key = Sha256.Hash(LengthPrefixed.Of(Labels.AuditSample, root, size, seed));

    /// <summary>The drawn ones, in the order of the draw.</summary>
    /// <param name="all">Every disclosure there is.</param>
    /// <param name="count">How many; all when there are no more.</param>
    public IReadOnlyList<Candidate> Draw(IReadOnlyCollection<Candidate> all, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = all.Select(one => (One: one, Value: ValueOf(one.Leaf))).OrderBy(pair => pair.Value, StringComparer.Ordinal).Select(pair => pair.One).ToList();
        var firsts = order.DistinctBy(one => one.Recipient).ToList();
        var drawn = firsts.Count <= count ? firsts.ToHashSet() : [];
        foreach (var one in order)
        {
            if (drawn.Count == Math.Min(count, order.Count))
            {
                break;
            }

            drawn.Add(one);
        }

        return [.. order.Where(drawn.Contains)];
    }

    private string ValueOf(long leaf)
    {
        Span<byte> index = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(index, leaf);
        return Convert.ToHexString(HmacSha256.Mac(key, index));
    }
}

/// <summary>One disclosure that can be drawn.</summary>
/// <param name="Leaf">Leaf index of its entry.</param>
/// <param name="Recipient">Who received.</param>
/// <param name="Grant">Under which consent.</param>
internal sealed record Candidate(long Leaf, OrganizationId Recipient, GrantId Grant);
