using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// How the resident's will is shown. A closed set; what is not here cannot start a consent, and nothing said on the telephone does.
/// </summary>
public abstract record Evidence
{
    private const int MaxBytes = 64 * 1024;

    private Evidence()
    {
    }

    /// <summary>The kind, as written into documents, entries and receipts.</summary>
    public abstract string Kind { get; }

    /// <summary>The bytes that are kept with the document, and whose SHA-256 is entered.</summary>
    public abstract byte[] ToBytes();

    /// <summary>Reads what <see cref="ToBytes"/> wrote; another spelling and an unknown kind are refused.</summary>
    public static bool TryParse(string kind, ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Evidence? evidence)
    {
        evidence = kind switch
        {
            DeviceSignature.KindName => new DeviceSignature(System.Text.Encoding.ASCII.GetString(bytes.Span)),
            OidcStepUp.KindName when TryJson(bytes, out var json) => OidcStepUp.Read(json),
            PasskeyAssertion.KindName when TryJson(bytes, out var json) => PasskeyAssertion.Read(json),
            Counter.KindName when TryJson(bytes, out var json) => Counter.Read(json),
            Paper.KindName when TryJson(bytes, out var json) => Paper.Read(json),
            _ => null,
        };
        return evidence is not null;
    }

    /// <summary>Its own name only.</summary>
    public sealed override string ToString() => Kind;

    private static bool TryJson(ReadOnlyMemory<byte> bytes, out JsonElement json)
    {
        json = default;
        return bytes.Length <= MaxBytes && CanonicalJson.TryParse(bytes, out json);
    }

    private static JsonArray Write(EvidenceSet set) => new([.. set.Digests.Select(digest => (JsonNode)Base64Url.Encode(digest))]);

    private static bool TrySet(JsonElement json, [NotNullWhen(true)] out EvidenceSet? set)
    {
        set = null;
        if (!json.TryGetProperty("digests", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > EvidenceSet.MaxDigests)
        {
            return false;
        }

        var digests = new List<byte[]>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !Base64Url.TryDecode(item.GetString(), out var digest))
            {
                return false;
            }

            digests.Add(digest);
        }

        return EvidenceSet.TryOf(digests, out set);
    }

    private static bool TryBytes(JsonElement json, string name, int most, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        return JsonClaims.TryText(json, name, (most * 4 / 3) + 4, out var text) && Base64Url.TryDecode(text, out bytes) && bytes.Length <= most;
    }

    /// <summary>A signature by an enrolled device of the resident.</summary>
    /// <param name="Jws">Compact JWS, see <see cref="EvidenceCheck"/>.</param>
    public sealed record DeviceSignature(string Jws) : Evidence
    {
        internal const string KindName = "device_signature";

        /// <inheritdoc/>
        public override string Kind => KindName;

        /// <inheritdoc/>
        public override byte[] ToBytes() => System.Text.Encoding.ASCII.GetBytes(Jws);
    }

    /// <summary>
    /// A fresh sign-in at the identity provider over a set of documents (<see cref="EvidenceSet"/>). Kept as canonical JSON
    /// <c>{"digests":[…],"id_token"}</c>, digests base64url.
    /// </summary>
    /// <param name="Set">The documents of the sitting.</param>
    /// <param name="IdToken">As the provider signed it; its nonce is the set's challenge.</param>
    public sealed record OidcStepUp(EvidenceSet Set, string IdToken) : Evidence
    {
        internal const string KindName = "oidc_step_up";

        /// <inheritdoc/>
        public override string Kind => KindName;

        /// <inheritdoc/>
        public override byte[] ToBytes() => CanonicalJson.Serialize(new JsonObject { ["digests"] = Write(Set), ["id_token"] = IdToken });

        internal static OidcStepUp? Read(JsonElement json) =>
            JsonClaims.HasExactly(json, "digests", "id_token") && TrySet(json, out var set)
                && JsonClaims.TryText(json, "id_token", Pds.Consent.IdToken.MaxLength, out var token)
                ? new OidcStepUp(set, token)
                : null;
    }

    /// <summary>
    /// A passkey's answer over a set of documents. Kept as canonical JSON
    /// <c>{"authenticator_data","client_data_json","credential_id","digests":[…],"signature"}</c>, bytes base64url.
    /// </summary>
    /// <param name="Set">The documents of the sitting.</param>
    /// <param name="Answer">What the passkey answered to the set's challenge.</param>
    public sealed record PasskeyAssertion(EvidenceSet Set, PasskeyAnswer Answer) : Evidence
    {
        internal const string KindName = "passkey";

        /// <inheritdoc/>
        public override string Kind => KindName;

        /// <inheritdoc/>
        public override byte[] ToBytes() => CanonicalJson.Serialize(new JsonObject
        {
            ["digests"] = Write(Set),
            ["credential_id"] = Base64Url.Encode(Answer.CredentialId),
            ["authenticator_data"] = Base64Url.Encode(Answer.AuthenticatorData),
            ["client_data_json"] = Base64Url.Encode(Answer.ClientDataJson),
            ["signature"] = Base64Url.Encode(Answer.Signature),
        });

        internal static PasskeyAssertion? Read(JsonElement json) =>
            JsonClaims.HasExactly(json, "digests", "credential_id", "authenticator_data", "client_data_json", "signature")
                && TrySet(json, out var set)
                && TryBytes(json, "credential_id", AuthenticatorData.MaxCredentialIdBytes, out var id)
                && TryBytes(json, "authenticator_data", AuthenticatorData.MaxBytes, out var data)
                && TryBytes(json, "client_data_json", PasskeyRules.MaxClientDataBytes, out var client)
                && TryBytes(json, "signature", Es256PublicKey.MaxDerSignatureSize, out var signature)
                ? new PasskeyAssertion(set, new PasskeyAnswer(id, data, client, signature))
                : null;
    }

    /// <summary>
    /// What the resident said at the counter, as the clerk states it, with the resident's own sign-in there over the documents. Kept as canonical
    /// JSON <c>{"clerk","digests":[…],"id_token","said":"yes","visit"}</c>.
    /// </summary>
    /// <param name="Set">The documents of the sitting.</param>
    /// <param name="Visit">The visit (<c>vis_</c>), which the chain entered.</param>
    /// <param name="Clerk">The clerk (<c>stf_</c>).</param>
    /// <param name="IdToken">The resident's, as the provider signed it; its nonce is the set's challenge.</param>
    public sealed record Counter(EvidenceSet Set, string Visit, string Clerk, string IdToken) : Evidence
    {
        internal const string KindName = "counter";

        private const string Yes = "yes";

        /// <inheritdoc/>
        public override string Kind => KindName;

        /// <summary>The sign-in in it.</summary>
        public OidcStepUp SignIn => new(Set, IdToken);

        /// <inheritdoc/>
        public override byte[] ToBytes() => CanonicalJson.Serialize(
            new JsonObject { ["clerk"] = Clerk, ["digests"] = Write(Set), ["id_token"] = IdToken, ["said"] = Yes, ["visit"] = Visit });

        internal static Counter? Read(JsonElement json) =>
            JsonClaims.HasExactly(json, "clerk", "digests", "id_token", "said", "visit") && TrySet(json, out var set)
                && JsonClaims.TryText(json, "id_token", Pds.Consent.IdToken.MaxLength, out var token)
                && JsonClaims.TryText(json, "said", Yes.Length, out var said) && said == Yes
                && JsonClaims.TryText(json, "visit", 64, out var visit) && JsonClaims.TryText(json, "clerk", 64, out var clerk)
                ? new Counter(set, visit, clerk, token)
                : null;
    }

    /// <summary>
    /// A paper form that two people read apart from each other and alike. Kept as canonical JSON
    /// <c>{"clerk","digests":[…],"form","scan_sha256","second"}</c>; the scan rests with the city, and its digest is in the chain too (R11).
    /// </summary>
    /// <param name="Set">The one document.</param>
    /// <param name="Form">The form (<c>frm_</c>).</param>
    /// <param name="ScanSha256">Digest of the scanned file, 32 bytes.</param>
    /// <param name="Clerk">Who scanned and read it (<c>stf_</c>).</param>
    /// <param name="Second">Who read it then (<c>stf_</c>).</param>
    public sealed record Paper(EvidenceSet Set, string Form, byte[] ScanSha256, string Clerk, string Second) : Evidence
    {
        internal const string KindName = "paper";

        /// <inheritdoc/>
        public override string Kind => KindName;

        /// <inheritdoc/>
        public override byte[] ToBytes() => CanonicalJson.Serialize(new JsonObject
        {
            ["clerk"] = Clerk, ["digests"] = Write(Set), ["form"] = Form, ["scan_sha256"] = Base64Url.Encode(ScanSha256), ["second"] = Second,
        });

        internal static Paper? Read(JsonElement json) =>
            JsonClaims.HasExactly(json, "clerk", "digests", "form", "scan_sha256", "second") && TrySet(json, out var set)
                && JsonClaims.TryText(json, "form", 64, out var form) && JsonClaims.TryBytes(json, "scan_sha256", Sha256.Size, out var scan)
                && JsonClaims.TryText(json, "clerk", 64, out var clerk) && JsonClaims.TryText(json, "second", 64, out var second)
                ? new Paper(set, form, scan, clerk, second)
                : null;
    }
}
