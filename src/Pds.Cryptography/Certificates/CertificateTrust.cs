using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Pds.Cryptography;

/// <summary>
/// Roots trusted for one purpose, and the chains already found good: building a chain costs many signature checks' time and
/// the same few certificates come with every call. Only good chains are remembered, with the time window in which all of
/// their certificates are valid; the instant is compared every time. Safe to share between threads.
/// </summary>
public sealed class CertificateTrust
{
    /// <summary>Most chains remembered; when full, all are forgotten.</summary>
    public const int Limit = 1024;

    private readonly IReadOnlyList<byte[]> roots;
    private readonly CertificatePurpose purpose;
    private readonly ConcurrentDictionary<string, ValidCertificate> known = new(StringComparer.Ordinal);

    /// <summary>Trusts these roots (DER) for this purpose.</summary>
    public CertificateTrust(CertificatePurpose purpose, params IEnumerable<byte[]> roots)
    {
        this.purpose = purpose;
        this.roots = [.. roots];
    }

    /// <summary>Like <see cref="CertificateChains.TryValidate"/>, for the trusted roots and purpose.</summary>
    /// <param name="chain">DER, leaf first; a root at the end counts for nothing.</param>
    /// <param name="at">The instant that counts.</param>
    /// <param name="certificate">What the leaf says.</param>
    public bool TryValidate(IReadOnlyList<byte[]> chain, DateTimeOffset at, [NotNullWhen(true)] out ValidCertificate? certificate)
    {
        ArgumentNullException.ThrowIfNull(chain);
        certificate = null;
        if (chain.Count == 0)
        {
            return false;
        }

        var id = IdOf(chain);
        if (known.TryGetValue(id, out var remembered))
        {
            certificate = at >= remembered.NotBefore && at < remembered.NotAfter ? remembered : null;
            return certificate is not null;
        }

        if (!CertificateChains.TryValidate(chain[0], [.. chain.Skip(1)], roots, at, purpose, out certificate))
        {
            return false;
        }

        if (known.Count >= Limit)
        {
            known.Clear();
        }

        known.TryAdd(id, certificate);
        return true;
    }

    private static string IdOf(IReadOnlyList<byte[]> chain)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var certificate in chain)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, certificate.Length);
            hash.AppendData(length);
            hash.AppendData(certificate);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
