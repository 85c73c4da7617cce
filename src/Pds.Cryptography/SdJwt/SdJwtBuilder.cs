using System.Text.Json.Nodes;

namespace Pds.Cryptography;

/// <summary>
/// Makes an SD-JWT (RFC 9901 section 6): visible claims as they are, each selectively disclosable claim of the top level as a
/// salted digest, and decoys (section 4.2.5) so that the number of digests does not tell how many claims there are. Digests are
/// sorted, which hides the order of the claims because they are random.
/// </summary>
public sealed class SdJwtBuilder
{
    private readonly JsonObject payload;
    private readonly List<SdDisclosure> disclosures = [];

    /// <summary>Starts from the always visible claims, which are copied.</summary>
    /// <exception cref="ArgumentException">One of them has a name of the format's own.</exception>
    public SdJwtBuilder(JsonObject visible)
    {
        ArgumentNullException.ThrowIfNull(visible);
        if (visible.ContainsKey("_sd") || visible.ContainsKey("...") || visible.ContainsKey("_sd_alg"))
        {
            throw new ArgumentException("The names _sd, _sd_alg and ... belong to the format.", nameof(visible));
        }

        payload = (JsonObject)visible.DeepClone();
    }

    /// <summary>Adds a claim that the holder may show or keep.</summary>
    /// <exception cref="ArgumentException">The name is there already, or is one of the format's own.</exception>
    public SdJwtBuilder Disclosable(string name, JsonNode? value)
    {
        if (payload.ContainsKey(name) || disclosures.Any(d => d.Name == name))
        {
            throw new ArgumentException("There is a claim of this name.", nameof(name));
        }

        disclosures.Add(SdDisclosure.OfClaim(name, value));
        return this;
    }

    /// <summary>
    /// Signs, with decoys up to the next multiple of <paramref name="digestsInStepsOf"/> digests, and gives the text with all
    /// disclosures and a final <c>~</c>.
    /// </summary>
    public string Sign(Es256Key key, string typ, JsonObject? extraHeader, int digestsInStepsOf = 8)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(digestsInStepsOf);
        var digests = disclosures.Select(d => d.Digest).ToList();
        while (digests.Count % digestsInStepsOf != 0 || digests.Count == 0)
        {
            digests.Add(Base64Url.Encode(Sha256.Hash(RandomSource.Bytes(Sha256.Size))));
        }

        digests.Sort(StringComparer.Ordinal);
        var signed = (JsonObject)payload.DeepClone();
        signed["_sd"] = new JsonArray([.. digests.Select(d => (JsonNode)d)]);
        signed["_sd_alg"] = "sha-256";
        return SdJwt.Join(CompactJws.Sign(key, typ, signed, extraHeader), disclosures.Select(d => d.Encoded));
    }
}
