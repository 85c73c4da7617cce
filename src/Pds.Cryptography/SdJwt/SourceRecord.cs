using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pds.Cryptography;

/// <summary>
/// A record as its source signed it: an SD-JWT (RFC 9901), <c>typ: pds-source+sd-jwt</c>, visible claims <c>iss</c>,
/// <c>iat</c>, <c>dataset</c> and perhaps <c>data_date</c>, one disclosure for each field, decoys up to a multiple of eight,
/// and no identifier of the person. Given away, it carries the disclosures of the consented fields only.
/// </summary>
public sealed class SourceRecord
{
    /// <summary>The JOSE type; RFC 9901 section 9.11 asks for the <c>+sd-jwt</c> suffix.</summary>
    public const string Typ = "pds-source+sd-jwt";

    private const int DigestsInStepsOf = 8;

    private static readonly string[] Dated = ["iss", "iat", "dataset", "data_date", "_sd", "_sd_alg"];
    private static readonly string[] Undated = ["iss", "iat", "dataset", "_sd", "_sd_alg"];

    private readonly Dictionary<string, SdDisclosure> fields;

    private SourceRecord(SdJwt sdJwt, string issuer, DateTimeOffset issuedAt, string dataset, DateOnly? dataDate)
    {
        SdJwt = sdJwt;
        Issuer = issuer;
        IssuedAt = issuedAt;
        Dataset = dataset;
        DataDate = dataDate;
        fields = sdJwt.Disclosures.ToDictionary(d => d.Name!, StringComparer.Ordinal);
    }

    /// <summary>The token itself.</summary>
    public SdJwt SdJwt { get; }

    /// <summary>The organisation that says it signed this (<c>org_…</c>).</summary>
    public string Issuer { get; }

    /// <summary>When it was signed, whole seconds UTC.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>Dataset and version, <c>code@version</c>.</summary>
    public string Dataset { get; }

    /// <summary>The civil date the data speaks about.</summary>
    public DateOnly? DataDate { get; }

    /// <summary>DER certificates of the header's <c>x5c</c>, signer first; empty when the reader must know the key.</summary>
    public IReadOnlyList<byte[]> CertificateChain => SdJwt.IssuerJwt.CertificateChain;

    /// <summary>The disclosures that came along, by field name.</summary>
    public IReadOnlyDictionary<string, SdDisclosure> Fields => fields;

    /// <summary>The issuer-signed JWT, as it is kept for provenance.</summary>
    public string IssuerJwt => SdJwt.IssuerJwtText;

    /// <summary>Signs a record. <paramref name="certificateChain"/> is DER, signer first; may be empty.</summary>
    public static string Issue(Es256Key key, IReadOnlyList<byte[]> certificateChain, SourceRecordContent content)
    {
        ArgumentNullException.ThrowIfNull(certificateChain);
        ArgumentNullException.ThrowIfNull(content);
        var visible = new JsonObject
        {
            ["iss"] = content.Issuer,
            ["iat"] = content.IssuedAt.ToUnixTimeSeconds(),
            ["dataset"] = content.Dataset,
        };
        if (content.DataDate is { } date)
        {
            visible["data_date"] = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        var builder = new SdJwtBuilder(visible);
        foreach (var (name, value) in content.Fields)
        {
            builder.Disclosable(name, value);
        }

        return builder.Sign(key, Typ, CertificateHeader.Of(certificateChain), DigestsInStepsOf);
    }

    /// <summary>Reads a record with all or some of its disclosures. The signature is still to be checked: <see cref="IsSignedBy"/>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SourceRecord? record)
    {
        record = null;
        if (!SdJwt.TryParse(text, Typ, out var sdJwt) || sdJwt.KeyBindingJwt is not null)
        {
            return false;
        }

        var payload = sdJwt.IssuerJwt.Payload;
        if (!JsonClaims.TryText(payload, "iss", 64, out var issuer)
            || !JsonClaims.TryTime(payload, "iat", out var issuedAt)
            || !JsonClaims.TryText(payload, "dataset", 96, out var dataset)
            || !TryReadDate(payload, out var date)
            || !JsonClaims.HasExactly(payload, date is null ? Undated : Dated)
            || !IsFlat(sdJwt))
        {
            return false;
        }

        record = new SourceRecord(sdJwt, issuer, issuedAt, dataset, date);
        return true;
    }

    /// <summary>Reads a record as it is delivered: the issuer-signed JWT and the disclosures of the consented fields.</summary>
    public static bool TryParse(string issuerJwt, IEnumerable<string> disclosures, [NotNullWhen(true)] out SourceRecord? record) =>
        TryParse(SdJwt.Join(issuerJwt, disclosures), out record);

    /// <summary>Whether the source's key signed it.</summary>
    public bool IsSignedBy(Es256PublicKey source) => SdJwt.IsSignedBy(source);

    /// <inheritdoc/>
    public override string ToString() => nameof(SourceRecord);

    // Each disclosure is one field of the top level; a value that hides digests of its own would be a second dataset inside.
    private static bool IsFlat(SdJwt sdJwt)
    {
        var digests = sdJwt.IssuerJwt.Payload.GetProperty("_sd"u8).EnumerateArray().Select(d => d.GetString()).ToHashSet();
        return sdJwt.Disclosures.All(d => d.Name is not null && digests.Contains(d.Digest));
    }

    private static bool TryReadDate(JsonElement payload, out DateOnly? date)
    {
        date = null;
        if (!payload.TryGetProperty("data_date"u8, out _))
        {
            return true;
        }

        if (!JsonClaims.TryText(payload, "data_date", 10, out var text)
            || !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        date = day;
        return true;
    }
}
