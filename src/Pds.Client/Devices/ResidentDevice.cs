using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using ConsentItem = Pds.Protocol.V1.Consent;
using ConsentRequest = Pds.Protocol.V1.ConsentRequest;
using Evidence = Pds.Protocol.V1.Evidence;
using Narrowing = Pds.Protocol.V1.Narrowing;
using Receipt = Pds.Protocol.V1.Receipt;

namespace Pds.Client;

/// <summary>
/// A resident's own device: an ES256 key that the city enrolled for her. It reads requests, shows the exact document, grants, declines,
/// pauses, withdraws, and reads every use. Each call carries its own proof; there is no session and no bearer token.
/// </summary>
public sealed class ResidentDevice : IDisposable
{
    private const string DeviceProofType = "pds-device+jwt";
    private const int NonceSize = 16;

    private readonly Es256Key _key;
    private readonly TimeProvider _clock;
    private readonly CityFacts _city;
    private readonly SecureChannel _channel;
    private readonly ConsentService.ConsentServiceClient _consents;
    private readonly DisclosureService.DisclosureServiceClient _disclosures;
    private readonly ResidentService.ResidentServiceClient _residents;
    private readonly VaultService.VaultServiceClient _vault;
    private readonly SecureChannel _open;
    private readonly HistoryReading _history;
    private SeenHistory? _seen;

    private ResidentDevice(Es256Key key, CityFacts city, SecureChannel channel, SecureChannel open, string residentId, TimeProvider clock)
    {
        (_key, _city, _channel, _open, _clock) = (key, city, channel, open, clock);
        ResidentId = residentId;
        DeviceId = key.PublicKey.Jkt;
        _consents = new(channel.Invoker);
        _disclosures = new(channel.Invoker);
        _residents = new(channel.Invoker);
        _vault = new(channel.Invoker);
        _history = new HistoryReading(city, residentId, new(channel.Invoker), new(open.Invoker), cancel => ListUsesAsync(cancellationToken: cancel));
    }

    /// <summary>The resident (<c>res_…</c>): for her and the steward, never for a recipient.</summary>
    public string ResidentId { get; }

    /// <summary>RFC 7638 thumbprint of the device key.</summary>
    public string DeviceId { get; }

    /// <summary>Enrols a fresh key with the one-time code from the counter.</summary>
    /// <exception cref="PdsException">The code was used, expired or mistyped; or the server is not the city's.</exception>
    public static async Task<ResidentDevice> EnrollAsync(
        CityAddress city, string deviceCode, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(city);
        clock ??= TimeProvider.System;
        var facts = await CityFacts.LearnAsync(city.Address, city.CityCaFile, null, city.CallTimeout, cancellationToken).ConfigureAwait(false);
        var key = Es256Key.Create();
        using var open = SecureChannel.Open(city.Address, facts.Root, null, null, SecureChannel.DefaultRetries, city.CallTimeout);
        var residents = new ResidentService.ResidentServiceClient(open.Invoker);
        var answer = await Call.RunAsync("EnrollDevice", null, async () => await residents.EnrollDeviceAsync(
            new EnrollDeviceRequest
            {
                DeviceCode = deviceCode,
                DeviceJwk = key.PublicKey.ToJwk().ToJsonString(),
                SignedProof = CompactJws.Sign(key, DeviceProofType, ProofOf(facts.Origin, deviceCode, clock)),
                RequestId = RequestIds.OrNew(null),
            },
            cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false);
        return Open(city, facts, key, answer.ResidentId, clock);
    }

    /// <summary>Uses a key that was enrolled before. The device owns the key from here on.</summary>
    public static async Task<ResidentDevice> OpenAsync(
        CityAddress city, Es256Key key, string residentId, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(city);
        var facts = await CityFacts.LearnAsync(city.Address, city.CityCaFile, null, city.CallTimeout, cancellationToken).ConfigureAwait(false);
        return Open(city, facts, key, residentId, clock ?? TimeProvider.System);
    }

    /// <summary>Her reference for one organisation, made on first use; references cannot be linked to each other.</summary>
    public async Task<string> IssueReferenceAsync(string organizationId, CancellationToken cancellationToken = default)
    {
        var request = new IssueReferenceRequest { OrganizationId = organizationId, RequestId = RequestIds.OrNew(null) };
        var answer = await RunAsync("IssueReference", null, () => _residents.IssueReferenceAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        return answer.ResidentRef;
    }

    /// <summary>Requests addressed to her, oldest first, in every state.</summary>
    public IAsyncEnumerable<ConsentRequest> ListRequestsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<ConsentRequest>(async (token, cancel) =>
        {
            var page = await RunAsync("ListRequests", null, () => _consents.ListRequestsAsync(new ListRequestsRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Requests, page.NextPageToken);
        }, cancellationToken);

    /// <summary>The exact document she would sign for one item, narrowed by her choices.</summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.ReceiptRefused"/> when the server's digest is not that of its bytes.</exception>
    public async Task<ShownDocument> ShowDocumentAsync(
        ConsentItem item, Narrowing? choices = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        var ask = new GetConsentDocumentRequest { GrantId = item.GrantId, Choices = choices ?? new Narrowing() };
        var answer = await RunAsync("GetConsentDocument", null, () => _consents.GetConsentDocumentAsync(ask, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        var bytes = answer.Document.ToByteArray();
        var digest = Sha256.Hash(bytes);
        return FixedTime.Equals(digest, answer.ConsentDigest.Span)
            ? new ShownDocument(item, bytes, digest, answer.ExpireTime.ToDateTimeOffset())
            : throw new PdsException(LocalReasons.ReceiptRefused, "表示された同意書と、その指紋が一致しません。");
    }

    /// <summary>Says yes to exactly the document shown: signs its digest with the device key.</summary>
    public async Task<GrantResponse> GrantAsync(ShownDocument document, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        var request = new GrantRequest
        {
            GrantId = document.Item.GrantId,
            Document = ByteString.CopyFrom(document.Bytes),
            Evidence = new Evidence { DeviceSignature = new DeviceSignature { Jws = SignConsent(document) } },
            Etag = document.Item.Etag,
            RequestId = RequestIds.OrNew(requestId),
        };
        return await RunAsync("Grant", null, () => _consents.GrantAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says no to one item. The refusal itself is recorded, and she gets a receipt for it.</summary>
    public Task<DeclineResponse> DeclineAsync(ConsentItem item, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        var message = new DeclineRequest { GrantId = item.GrantId, Etag = item.Etag, RequestId = RequestIds.OrNew(requestId) };
        return RunAsync("Decline", null, () => _consents.DeclineAsync(message, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Stops a consent for now.</summary>
    public Task<ConsentActResponse> PauseAsync(ConsentItem consent, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(consent);
        var message = new PauseRequest { GrantId = consent.GrantId, Etag = consent.Etag, RequestId = RequestIds.OrNew(requestId) };
        return RunAsync("Pause", consent.GrantId, () => _consents.PauseAsync(message, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Lets a paused consent go on.</summary>
    public Task<ConsentActResponse> ResumeAsync(ConsentItem consent, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(consent);
        var message = new ResumeRequest { GrantId = consent.GrantId, Etag = consent.Etag, RequestId = RequestIds.OrNew(requestId) };
        return RunAsync("Resume", consent.GrantId, () => _consents.ResumeAsync(message, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Ends a consent. When this returned, no call for data that starts later succeeds. Needs no etag: stopping is easy.</summary>
    public Task<ConsentActResponse> WithdrawAsync(string grantId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var message = new WithdrawRequest { GrantId = grantId, RequestId = RequestIds.OrNew(requestId) };
        return RunAsync("Withdraw", grantId, () => _consents.WithdrawAsync(message, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Her copy of a consent's receipt.</summary>
    public Task<Receipt> GetReceiptAsync(string grantId, CancellationToken cancellationToken = default) =>
        RunAsync("GetReceipt", grantId, () => _consents.GetReceiptAsync(new GetReceiptRequest { GrantId = grantId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>All consents she ever gave, oldest first.</summary>
    public IAsyncEnumerable<ConsentItem> ListConsentsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<ConsentItem>(async (token, cancel) =>
        {
            var page = await RunAsync("ListConsents", null, () => _consents.ListConsentsAsync(new ListConsentsRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Consents, page.NextPageToken);
        }, cancellationToken);

    /// <summary>Every use and every refused attempt under her consents, oldest first.</summary>
    /// <param name="grantId">Only this consent, or null for all.</param>
    /// <param name="from">Only at or after this instant.</param>
    /// <param name="until">Only before this instant.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public IAsyncEnumerable<Use> ListUsesAsync(
        string? grantId = null, DateTimeOffset? from = null, DateTimeOffset? until = null, CancellationToken cancellationToken = default) =>
        Paging.Walk<Use>(async (token, cancel) =>
        {
            var ask = new ListUsesRequest
            {
                PageToken = token,
                GrantId = grantId ?? "",
                StartTime = from is { } start ? Timestamp.FromDateTimeOffset(start) : null,
                EndTime = until is { } end ? Timestamp.FromDateTimeOffset(end) : null,
            };
            var page = await RunAsync("ListUses", grantId, () => _disclosures.ListUsesAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Uses, page.NextPageToken);
        }, cancellationToken);

    /// <summary>
    /// Checks that the history she is shown is whole: the same that the operator committed to, towards everybody at once, in the last epoch.
    /// Reads all her entries and uses. Remembers what it saw; give what the last check returned to the first check after a restart.
    /// </summary>
    /// <param name="seen">What an earlier check returned, kept by the app; null to go on from this device's own last check.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PdsException">The server cannot be reached or refuses: that says nothing about the history.</exception>
    public async Task<HistoryCheck> CheckHistoryAsync(SeenHistory? seen = null, CancellationToken cancellationToken = default)
    {
        var check = await _history.RunAsync(seen ?? _seen, cancellationToken).ConfigureAwait(false);
        if (check is HistoryCheck.Whole whole)
        {
            _seen = whole.Seen;
        }

        return check;
    }

    /// <summary>What her vault holds, without the values.</summary>
    public IAsyncEnumerable<RecordSummary> ListRecordsAsync(string? dataset = null, CancellationToken cancellationToken = default) =>
        Paging.Walk<RecordSummary>(async (token, cancel) =>
        {
            var ask = new ListRecordsRequest { PageToken = token, Dataset = dataset ?? "" };
            var page = await RunAsync("ListRecords", null, () => _vault.ListRecordsAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Records, page.NextPageToken);
        }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        _open.Dispose();
        _key.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ResidentDevice);

    private static ResidentDevice Open(CityAddress city, CityFacts facts, Es256Key key, string residentId, TimeProvider clock)
    {
        var proofs = new CallProofs(key, key.PublicKey.Jkt, facts.Origin, clock);
        var channel = SecureChannel.Open(city.Address, facts.Root, null, proofs, SecureChannel.DefaultRetries, city.CallTimeout);
        var open = SecureChannel.Open(city.Address, facts.Root, null, null, SecureChannel.DefaultRetries, city.CallTimeout);
        return new ResidentDevice(key, facts, channel, open, residentId, clock);
    }

    private static JsonObject ProofOf(string origin, string code, TimeProvider clock) => new()
    {
        ["aud"] = origin,
        ["iat"] = clock.GetUtcNow().ToUnixTimeSeconds(),
        ["jti"] = Base64Url.Encode(RandomSource.Bytes(NonceSize)),
        ["code_hash"] = Base64Url.Encode(Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(code))),
    };

    private string SignConsent(ShownDocument document)
    {
        _ = GrantId.TryParse(document.Item.GrantId, out var grant);
        return EvidenceCheck.Sign(_key, _city.Origin, grant, document.Digest, _clock.GetUtcNow());
    }

    private static Task<T> RunAsync<T>(string name, string? grantId, Func<Task<T>> call, CancellationToken cancellationToken) =>
        Call.RunAsync(name, grantId, call, cancellationToken);
}
