using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Pds.Cryptography;
using Pds.Protocol.V1;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.Client;

/// <summary>
/// What an organisation uses to ask for consent, to ask for data, and to write records. One per process; safe for parallel calls.
/// It refuses data that comes without ledger evidence: the proof is checked before anything is opened.
/// </summary>
public sealed class PdsClient : IDisposable
{
    private readonly PdsClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly SealedKeyFile _keys;
    private readonly OrganizationIdentity _identity;
    private readonly SecureChannel _channel;
    private readonly GateKeys _gateKeys;
    private readonly SeenLog _seen;
    private readonly PurposeDatasets _datasets;
    private readonly DataCalls _data;
    private readonly ConsentService.ConsentServiceClient _consents;
    private readonly CatalogService.CatalogServiceClient _catalog;
    private readonly VaultService.VaultServiceClient _vault;
    private readonly DisclosureService.DisclosureServiceClient _disclosures;
    private readonly QuestionService.QuestionServiceClient _questions;
    private readonly CorrectionService.CorrectionServiceClient _corrections;

    /// <summary>Opens the enrolled identity and its receipt book; connects at the first call.</summary>
    /// <param name="options">Checked here, as a whole.</param>
    /// <param name="clock">Gives every time this client uses; the machine's by default.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is wrong; the message says what to change.</exception>
    /// <exception cref="PdsException"><see cref="LocalReasons.IdentityRefused"/> or <see cref="LocalReasons.PinnedFactChanged"/>.</exception>
    public PdsClient(PdsClientOptions options, TimeProvider? clock = null)
    {
        PdsClientOptionsValidator.Require(options);
        _options = options;
        _clock = clock ?? TimeProvider.System;
        var folder = new IdentityFolder(options.IdentityFolder);
        var root = CityFacts.ReadRoot(options.CityCaFile);
        _keys = folder.OpenKeys(options.Passphrase);
        _identity = folder.Open(_keys, root, options.LogKey);
        Receipts = new ReceiptBook(folder.ReceiptBookFile, IdentityFolder.BookKey(_keys));

        var proofs = new CallProofs(_identity.CallKey, _identity.OrganizationId, _identity.City.Origin, _clock);
        _channel = SecureChannel.Open(options.Address!, root, _identity, proofs, RetryPolicies.From(options), options.CallTimeout);
        _consents = new(_channel.Invoker);
        _catalog = new(_channel.Invoker);
        _datasets = new PurposeDatasets(_catalog);
        _vault = new(_channel.Invoker);
        _disclosures = new(_channel.Invoker);
        _questions = new(_channel.Invoker);
        _corrections = new(_channel.Invoker);
        Steward = new StewardDesk(_channel.Invoker);
        Audit = new AuditDesk(_channel.Invoker);
        Verifier = new OfflineVerifier(_identity.City.Log, root);
        var ledger = new LedgerService.LedgerServiceClient(_channel.Invoker);
        _gateKeys = new GateKeys(ledger, _clock);
        _seen = new SeenLog(Receipts.NewestCheckpoint, Receipts.KeepCheckpoint, _identity.City.Log, new ConsistencyProofs(ledger).AskAsync, _clock);
        _data = new DataCalls(
            _disclosures,
            new CallPreparation(_identity, Receipts, _gateKeys, _clock),
            new DeliveryCheck(Verifier, _seen, _identity.OrganizationId, _clock),
            new Opening(_identity, Verifier),
            _gateKeys);
    }

    /// <summary>Our id (<c>org_…</c>).</summary>
    public string OrganizationId => _identity.OrganizationId;

    /// <summary>The ledger's origin, pinned at enrolment.</summary>
    public string Origin => _identity.City.Origin;

    /// <summary>Our receipts. Never holds an opened share.</summary>
    public ReceiptBook Receipts { get; }

    /// <summary>Checks receipts and proofs without the server.</summary>
    public OfflineVerifier Verifier { get; }

    /// <summary>The steward's and review board's acts; refused by the server without the role.</summary>
    public StewardDesk Steward { get; }

    /// <summary>What an auditor does: exports of the log.</summary>
    public AuditDesk Audit { get; }

    /// <summary>Enrols this organisation with its one-time code and opens the client. Keys are made here and never leave. An enrolment
    /// that was cut off is finished by calling this again with the same code.</summary>
    public static async Task<PdsClient> EnrollAsync(
        PdsClientOptions options, string enrollmentCode, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        PdsClientOptionsValidator.Require(options);
        await Enrollment.RunAsync(options, enrollmentCode, cancellationToken).ConfigureAwait(false);
        return new PdsClient(options, clock);
    }

    /// <summary>
    /// Opens the client, enrolling first when this organisation is not enrolled yet, and renewing its certificate in the last two months of its year: what a
    /// service does at its start.
    /// </summary>
    public static async Task<PdsClient> OpenOrEnrollAsync(
        PdsClientOptions options, Func<string> enrollmentCode, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        PdsClientOptionsValidator.Require(options);
        ArgumentNullException.ThrowIfNull(enrollmentCode);
        if (!new IdentityFolder(options.IdentityFolder).IsEnrolled)
        {
            return await EnrollAsync(options, enrollmentCode(), clock, cancellationToken).ConfigureAwait(false);
        }

        var client = new PdsClient(options, clock);
        try
        {
            await client.RenewCertificateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PdsException)
        {
            // The present certificate counts until its end, and the next start asks again: a city that cannot renew now stops nobody from starting.
        }

        return client;
    }

    /// <summary>
    /// Renews our certificate if it is in the last two months of its year, and goes on under the new one; otherwise asks nobody. For services that run longer
    /// than that: once a day is enough. Keys, receipts and consents stay as they are.
    /// </summary>
    /// <exception cref="PdsException">The server's reason; the present certificate goes on counting until its end.</exception>
    public Task RenewCertificateAsync(CancellationToken cancellationToken = default) =>
        Enrollment.RenewAsync(new IdentityFolder(_options.IdentityFolder), _identity, _channel, _clock, cancellationToken);

    /// <summary>As a source: what residents say is wrong in records we wrote, oldest first. Each is to be answered within 14 days.</summary>
    public IAsyncEnumerable<Correction> ListCorrectionsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<Correction>(async (token, cancel) =>
        {
            var ask = new ListCorrectionsRequest { PageSize = _options.PageSize, PageToken = token };
            var page = await RunAsync("ListCorrections", () => _corrections.ListCorrectionsAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Corrections, page.NextPageToken);
        }, cancellationToken);

    /// <summary>
    /// As a source: answers. For CORRECTED write the record's new version first; whoever had received the wrong one is told. For REFUSED say why.
    /// </summary>
    public Task<Correction> DecideCorrectionAsync(
        string correctionId, CorrectionState outcome, string reasonJa, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new DecideCorrectionRequest { CorrectionId = correctionId, Outcome = outcome, ReasonJa = reasonJa, RequestId = RequestIds.OrNew(requestId) };
        return RunAsync("DecideCorrection", () => _corrections.DecideCorrectionAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>As a recipient: records we may have received as they were wrong and that were corrected, oldest first.</summary>
    public IAsyncEnumerable<CorrectedRecord> ListCorrectedRecordsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<CorrectedRecord>(async (token, cancel) =>
        {
            var ask = new ListCorrectedRecordsRequest { PageSize = _options.PageSize, PageToken = token };
            var page = await RunAsync("ListCorrectedRecords", () => _corrections.ListCorrectedRecordsAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.CorrectedRecords, page.NextPageToken);
        }, cancellationToken);

    /// <summary>All datasets of the public catalogue.</summary>
    public IAsyncEnumerable<Dataset> ListDatasetsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<Dataset>(async (token, cancel) =>
        {
            var ask = new ListDatasetsRequest { PageSize = _options.PageSize, PageToken = token };
            var page = await RunAsync("ListDatasets", () => _catalog.ListDatasetsAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Datasets, page.NextPageToken);
        }, cancellationToken);

    /// <summary>All purposes, in every state.</summary>
    public IAsyncEnumerable<Purpose> ListPurposesAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<Purpose>(async (token, cancel) =>
        {
            var ask = new ListPurposesRequest { PageSize = _options.PageSize, PageToken = token };
            var page = await RunAsync("ListPurposes", () => _catalog.ListPurposesAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Purposes, page.NextPageToken);
        }, cancellationToken);

    /// <summary>What is to be changed about a notice before it is proposed, in the order a resident reads; nothing is stored.</summary>
    public async Task<IReadOnlyList<NoticeFinding>> ReadNoticeAsync(Purpose purpose, CancellationToken cancellationToken = default)
    {
        var request = PublicCatalogue.NoticeOf(purpose);
        var answer = await RunAsync("ReadNotice", () => _catalog.ReadNoticeAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        return answer.Findings;
    }

    /// <summary>
    /// Proposes a purpose for this organisation; the review board decides. <see cref="PdsException.Faults"/> of NOTICE_NOT_ACCEPTED say what to change.
    /// </summary>
    public Task<Purpose> ProposePurposeAsync(Purpose purpose, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new ProposePurposeRequest { Purpose = purpose, RequestId = RequestIds.OrNew(requestId) };
        return RunAsync("ProposePurpose", () => _catalog.ProposePurposeAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>What residents asked us about our uses, oldest first. An answer is owed by <c>due_time</c>.</summary>
    public IAsyncEnumerable<Question> ListQuestionsAsync(CancellationToken cancellationToken = default) =>
        QuestionCalls.ListAsync(_questions, "", cancellationToken);

    /// <summary>Answers a resident's question, once. She reads the answer beside the use.</summary>
    public Task<Question> AnswerQuestionAsync(string questionId, string answerJa, string? requestId = null, CancellationToken cancellationToken = default) =>
        QuestionCalls.AnswerAsync(_questions, questionId, answerJa, requestId, cancellationToken);

    /// <summary>Asks a resident for consent: one item for each purpose, each answered on its own. What is not said takes the purpose's ceilings.</summary>
    /// <param name="residentRef">The reference she gave us (<c>ref_…</c>).</param>
    /// <param name="purposes">"code@version", 1 to 20, each once.</param>
    /// <param name="requestId">Our own idempotency key, when we keep one across restarts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<ConsentRequest> RequestConsentAsync(
        string residentRef, IEnumerable<string> purposes, string? requestId = null, CancellationToken cancellationToken = default) =>
        RequestConsentAsync(residentRef, purposes.Select(purpose => new AskedItem { Purpose = purpose }), requestId, cancellationToken);

    /// <summary>Asks a resident for consent, with terms narrower than the purposes' ceilings.</summary>
    /// <param name="residentRef">The reference she gave us (<c>ref_…</c>).</param>
    /// <param name="items">1 to 20 items of different purposes.</param>
    /// <param name="requestId">Our own idempotency key, when we keep one across restarts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<ConsentRequest> RequestConsentAsync(
        string residentRef, IEnumerable<AskedItem> items, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new RequestConsentRequest { ResidentRef = residentRef, RequestId = RequestIds.OrNew(requestId) };
        request.Items.AddRange(items);
        return RunAsync("RequestConsent", () => _consents.RequestConsentAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Our requests, oldest first, in every state.</summary>
    public IAsyncEnumerable<ConsentRequest> ListRequestsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<ConsentRequest>(async (token, cancel) =>
        {
            var ask = new ListRequestsRequest { PageSize = _options.PageSize, PageToken = token };
            var page = await RunAsync("ListRequests", () => _consents.ListRequestsAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Requests, page.NextPageToken);
        }, cancellationToken);

    /// <summary>The consents we hold or held, oldest first.</summary>
    public IAsyncEnumerable<ConsentItem> ListConsentsAsync(
        ConsentState state = ConsentState.Unspecified, CancellationToken cancellationToken = default) =>
        Paging.Walk<ConsentItem>(async (token, cancel) =>
        {
            var ask = new ListConsentsRequest { PageSize = _options.PageSize, PageToken = token, State = state };
            var page = await RunAsync("ListConsents", () => _consents.ListConsentsAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Consents, page.NextPageToken);
        }, cancellationToken);

    /// <summary>Fetches a consent's receipt, checks it, and writes it into the receipt book.</summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.ReceiptRefused"/> or <see cref="LocalReasons.LedgerEvidenceRefused"/>: not written.</exception>
    public async Task<KeptReceipt> FetchReceiptAsync(string grantId, CancellationToken cancellationToken = default)
    {
        var ask = new GetReceiptRequest { GrantId = grantId };
        return await Call.RunAsync("GetReceipt", grantId, async () =>
        {
            var answer = await _consents.GetReceiptAsync(ask, cancellationToken: cancellationToken).ResponseAsync.ConfigureAwait(false);
            var kept = await new ReceiptCheck(Verifier, _seen, _identity, _datasets, _clock).RequireAsync(grantId, answer, cancellationToken).ConfigureAwait(false);
            Receipts.Keep(kept);
            return kept;
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fetches the receipts of all our active and paused consents that the book lacks.</summary>
    /// <returns>The newly written receipts.</returns>
    public async IAsyncEnumerable<KeptReceipt> FetchNewReceiptsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var consent in ListConsentsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (consent.State is ConsentState.Active or ConsentState.Paused && Receipts.Find(consent.GrantId) is null)
            {
                yield return await FetchReceiptAsync(consent.GrantId, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Empties the receipt book and fills it again from the server: after a lost disk, or when in doubt.</summary>
    /// <returns>How many receipts the book holds now.</returns>
    public async Task<int> RebuildReceiptBookAsync(CancellationToken cancellationToken = default)
    {
        Receipts.Clear();
        await foreach (var _ in FetchNewReceiptsAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return Receipts.Count;
    }

    /// <summary>Asks for one resident's data under one consent. Verifies the ledger proof, the use receipt and the digest, then opens.</summary>
    /// <exception cref="PdsException">The gate's reason, or one of <see cref="LocalReasons"/>; nothing was opened.</exception>
    public async Task<OpenedData> RequestDataAsync(DataRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = await PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        return await SendAsync(call, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Builds a request for data without sending it: to send it again after a crash of the line, or to measure.</summary>
    public ValueTask<PreparedCall> PrepareAsync(DataRequest request, CancellationToken cancellationToken = default) =>
        _data.PrepareAsync(request, cancellationToken);

    /// <summary>Sends a prepared request. Sent again within 10 minutes it resumes and counts once.</summary>
    public Task<OpenedData> SendAsync(PreparedCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return _data.SendAsync(call, cancellationToken);
    }

    /// <summary>Asks for the data of up to 1,000 residents; answers come as they are ready, each checked and opened alone.</summary>
    public async IAsyncEnumerable<BatchAnswer> RequestDataBatchAsync(
        IReadOnlyList<DataRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var batch = await PrepareBatchAsync(requests, cancellationToken).ConfigureAwait(false);
        await foreach (var answer in SendBatchAsync(batch, cancellationToken).ConfigureAwait(false))
        {
            yield return answer;
        }
    }

    /// <summary>Builds a batch without sending it: to go on where a broken stream ended.</summary>
    /// <param name="requests">1 to 1,000 requests.</param>
    /// <param name="cancellationToken">Stops preparing.</param>
    public ValueTask<PreparedBatch> PrepareBatchAsync(IReadOnlyList<DataRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return _data.PrepareBatchAsync(requests, cancellationToken);
    }

    /// <summary>Sends a prepared batch. When the stream breaks off (<see cref="PdsException.Retryable"/>), send what
    /// <see cref="PreparedBatch.Except"/> leaves of it within 10 minutes: the calls are resumed and count once.</summary>
    public IAsyncEnumerable<BatchAnswer> SendBatchAsync(PreparedBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _data.SendBatchAsync(batch, cancellationToken);
    }

    /// <summary>Our uses and refused attempts, oldest first.</summary>
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
                PageSize = _options.PageSize,
                PageToken = token,
                GrantId = grantId ?? "",
                StartTime = from is { } start ? Timestamp.FromDateTimeOffset(start) : null,
                EndTime = until is { } end ? Timestamp.FromDateTimeOffset(end) : null,
            };
            var page = await RunAsync("ListUses", () => _disclosures.ListUsesAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Uses, page.NextPageToken);
        }, cancellationToken);

    /// <summary>Signs a record as its source and writes it into the resident's vault. A source can write and never read back.</summary>
    public Task<WriteRecordResponse> WriteRecordAsync(RecordDraft draft, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var date = draft.DataDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var request = new WriteRecordRequest
        {
            ResidentRef = draft.ResidentRef,
            Dataset = draft.Dataset,
            SourceRecord = Sign(draft),
            DataDate = date ?? "",
            RecordId = draft.RecordId ?? "",
            RequestId = RequestIds.OrNew(requestId),
        };
        return RunAsync("WriteRecord", () => _vault.WriteRecordAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        _gateKeys.Dispose();
        _seen.Dispose();
        Receipts.Dispose();
        _identity.Dispose();
        _keys.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(PdsClient) + " " + OrganizationId;

    // The chain without its root, so that whoever receives the record later can check who signed it.
    private string Sign(RecordDraft draft) => SourceRecord.Issue(
        _identity.CallKey,
        [.. _identity.CertificateChain.SkipLast(1)],
        new SourceRecordContent
        {
            Issuer = OrganizationId,
            Dataset = draft.Dataset,
            IssuedAt = _clock.GetUtcNow(),
            DataDate = draft.DataDate,
            Fields = draft.Fields.ToDictionary(field => field.Key, JsonNode? (field) => field.Value),
        });

    private static Task<T> RunAsync<T>(string name, Func<Task<T>> call, CancellationToken cancellationToken) =>
        Call.RunAsync(name, null, call, cancellationToken);
}
