using Pds.Cryptography;

namespace Pds.Ledger;

/// <summary>
/// One value over the places of all entries: the exclusive or of <c>HMAC-SHA256(key, LP("pds/log/places/v1", index, chain, seq))</c>, 32
/// bytes. The leaves say that nothing is missing from the log; this says that nothing is missing from a chain, nor stands in another
/// one. Independent of order, so it grows with each batch; keyed and kept sealed, so nobody can balance one edit with another. Safe from
/// any thread.
/// </summary>
internal sealed class PlaceDigest : IDisposable
{
    internal const int SizeBytes = HmacSha256.Size;

    private readonly SecretBytes key;

    internal PlaceDigest(RecorderKeys keys, string origin) =>
        key = keys.Ledger.Derive(Labels.LogPlaces, LengthPrefixed.Of(Labels.LogPlaces, origin), HmacSha256.Size);

    internal byte[] Of(EventPlace place) =>
        HmacSha256.Mac(key.Span, LengthPrefixed.Of(Labels.LogPlaces, place.Index, place.Chain, place.Seq));

    internal static void Add(Span<byte> digest, ReadOnlySpan<byte> other)
    {
        for (var n = 0; n < SizeBytes; n++)
        {
            digest[n] ^= other[n];
        }
    }

    public void Dispose() => key.Dispose();
}
