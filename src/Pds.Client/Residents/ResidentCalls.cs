using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.Client;

/// <summary>
/// What a resident does, whatever carries it: her own device (<see cref="ResidentDevice"/>) or a session through a web host
/// (<see cref="ResidentSession"/>). They differ in how she shows that she wants to start something; stopping and reading are the same.
/// </summary>
public abstract class ResidentCalls
{
    /// <summary>The largest page the server gives.</summary>
    private const int MostOfAPage = 500;

    private readonly CityFacts _city;
    private readonly CallInvoker _mine;
    private readonly CallInvoker _anyone;
    private readonly ConsentService.ConsentServiceClient _consents;
    private readonly DisclosureService.DisclosureServiceClient _disclosures;
    private readonly ResidentService.ResidentServiceClient _residents;
    private readonly VaultService.VaultServiceClient _vault;
    private readonly OrganizationService.OrganizationServiceClient _organizations;
    private readonly QuestionService.QuestionServiceClient _questions;
    private readonly OwnDataService.OwnDataServiceClient _ownData;
    private readonly NotificationService.NotificationServiceClient _notices;
    private readonly CorrectionService.CorrectionServiceClient _corrections;
    private readonly LetterService.LetterServiceClient _letters;
    private SeenHistory? _seen;

    /// <param name="city">What is believed about the city.</param>
    /// <param name="mine">Calls as her.</param>
    /// <param name="anyone">Calls without any credentials.</param>
    private protected ResidentCalls(CityFacts city, CallInvoker mine, CallInvoker anyone)
    {
        (_city, _mine, _anyone) = (city, mine, anyone);
        _consents = new(mine);
        _disclosures = new(mine);
        _residents = new(mine);
        _vault = new(mine);
        _organizations = new(mine);
        _questions = new(mine);
        _ownData = new(mine);
        _notices = new(mine);
        _corrections = new(mine);
        _letters = new(mine);
    }

    /// <summary>Her reference for one organisation, made on first use; references cannot be linked to each other.</summary>
    public async Task<string> IssueReferenceAsync(string organizationId, CancellationToken cancellationToken = default)
    {
        var request = new IssueReferenceRequest { OrganizationId = organizationId, RequestId = RequestIds.OrNew(null) };
        var answer = await Call.RunAsync("IssueReference", null, () => _residents.IssueReferenceAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        return answer.ResidentRef;
    }

    /// <summary>Requests addressed to her, oldest first, in every state.</summary>
    public IAsyncEnumerable<ConsentRequest> ListRequestsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<ConsentRequest>(async (token, cancel) =>
        {
            var page = await Call.RunAsync("ListRequests", null, () => _consents.ListRequestsAsync(new ListRequestsRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Requests, page.NextPageToken);
        }, cancellationToken);

    /// <summary>The exact document she would sign for one item, narrowed by her choices.</summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.ReceiptRefused"/> when the server's digest is not that of its bytes.</exception>
    public async Task<ShownDocument> ShowDocumentAsync(
        ConsentItem item, Narrowing? choices = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        var ask = new GetConsentDocumentRequest { GrantId = item.GrantId, Choices = choices ?? new Narrowing() };
        var answer = await Call.RunAsync("GetConsentDocument", null, () => _consents.GetConsentDocumentAsync(ask, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        var bytes = answer.Document.ToByteArray();
        var digest = Sha256.Hash(bytes);
        return FixedTime.Equals(digest, answer.ConsentDigest.Span)
            ? new ShownDocument(item, bytes, digest, answer.ExpireTime.ToDateTimeOffset())
            : throw new PdsException(LocalReasons.ReceiptRefused, "表示された同意書と、その指紋が一致しません。");
    }

    /// <summary>Says no to one item. The refusal itself is recorded, and she gets a receipt for it.</summary>
    public Task<DeclineResponse> DeclineAsync(ConsentItem item, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        var message = new DeclineRequest { GrantId = item.GrantId, Etag = item.Etag, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("Decline", null, () => _consents.DeclineAsync(message, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>The letter whose code signs her in now; null when there is none.</summary>
    public async Task<SignInLetter?> FindLetterAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await Call.RunAsync("GetLetter", null, () => _letters.GetLetterAsync(new GetLetterRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (PdsException none) when (none.Reason == "NOT_FOUND")
        {
            return null;
        }
    }

    /// <summary>Ends that letter, with every session that it opened: this one too, when it is such a one.</summary>
    public Task RevokeLetterAsync(string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new RevokeLetterRequest { RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("RevokeLetter", null, () => _letters.RevokeLetterAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Stops a consent for now.</summary>
    public Task<ConsentActResponse> PauseAsync(ConsentItem consent, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(consent);
        var message = new PauseRequest { GrantId = consent.GrantId, Etag = consent.Etag, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("Pause", consent.GrantId, () => _consents.PauseAsync(message, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Ends a consent. When this returned, no call for data that starts later succeeds. Needs no etag: stopping is easy.</summary>
    public Task<ConsentActResponse> WithdrawAsync(string grantId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var message = new WithdrawRequest { GrantId = grantId, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("Withdraw", grantId, () => _consents.WithdrawAsync(message, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Her copy of a consent's receipt.</summary>
    public Task<Receipt> GetReceiptAsync(string grantId, CancellationToken cancellationToken = default) =>
        Call.RunAsync("GetReceipt", grantId, () => _consents.GetReceiptAsync(new GetReceiptRequest { GrantId = grantId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>All consents she ever gave, oldest first.</summary>
    public IAsyncEnumerable<ConsentItem> ListConsentsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<ConsentItem>(async (token, cancel) =>
        {
            var page = await Call.RunAsync("ListConsents", null, () => _consents.ListConsentsAsync(new ListConsentsRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Consents, page.NextPageToken);
        }, cancellationToken);

    /// <summary>Every use and every refused attempt under her consents, oldest first, each with its proof.</summary>
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
            var page = await Call.RunAsync("ListUses", grantId, () => _disclosures.ListUsesAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Uses, page.NextPageToken);
        }, cancellationToken);

    /// <summary>Every use and every refused attempt at or after an instant, without proofs, and how many entries of that time a law hides from her.</summary>
    /// <param name="from">Only at or after this instant; null means from the beginning.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public async Task<CountedUses> ReadUsesAsync(DateTimeOffset? from = null, CancellationToken cancellationToken = default)
    {
        var hidden = 0L;
        var uses = await Paging.Walk<Use>(async (token, cancel) =>
        {
            var ask = new ListUsesRequest
            {
                PageSize = MostOfAPage, WithoutProofs = true, PageToken = token, StartTime = from is { } start ? Timestamp.FromDateTimeOffset(start) : null,
            };
            var page = await Call.RunAsync("ListUses", null, () => _disclosures.ListUsesAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            hidden += page.HiddenByLaw;
            return (page.Uses, page.NextPageToken);
        }, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new CountedUses(uses, hidden);
    }

    /// <summary>
    /// Checks that the history she is shown is whole: the same that the operator committed to, towards everybody at once, in the last epoch.
    /// Reads all her entries and uses. Remembers what it saw; give what the last check returned to the first check after a restart.
    /// </summary>
    /// <param name="seen">What an earlier check returned, kept by the app; null to go on from this object's own last check.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PdsException">The server cannot be reached or refuses: that says nothing about the history.</exception>
    public async Task<HistoryCheck> CheckHistoryAsync(SeenHistory? seen = null, CancellationToken cancellationToken = default)
    {
        var resident = await ResidentIdAsync(cancellationToken).ConfigureAwait(false);
        var reading = new HistoryReading(_city, resident, new(_mine), new(_anyone), cancel => ListUsesAsync(cancellationToken: cancel));
        var check = await reading.RunAsync(seen ?? _seen, cancellationToken).ConfigureAwait(false);
        if (check is HistoryCheck.Whole whole)
        {
            _seen = whole.Seen;
        }

        return check;
    }

    /// <summary>
    /// Her whole history, oldest first: every use, every reading by somebody else, every act. Each entry is held against its place in the chain as it
    /// comes; whether the chain is whole is what <see cref="CheckHistoryAsync"/> proves.
    /// </summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.LedgerEvidenceRefused"/> when an entry does not stand where it is shown.</exception>
    public IAsyncEnumerable<HistoryEntry> ListHistoryAsync(CancellationToken cancellationToken = default) => ListHistoryAsync(null, 0, cancellationToken);

    /// <summary>Her history from one place on.</summary>
    /// <param name="before">The entry that the first of them must follow; null when nothing before it was read.</param>
    /// <param name="first">The first position.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    private protected async IAsyncEnumerable<HistoryEntry> ListHistoryAsync(HistoryEntry? before, long first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (chain, ledger) = (await ChainNameAsync(cancellationToken).ConfigureAwait(false), new LedgerService.LedgerServiceClient(_mine));
        var entries = Paging.Walk<ShownEntry>(async (token, cancel) =>
        {
            var ask = new ListEntriesRequest { PageToken = token, PageSize = MostOfAPage, FirstSeq = first };
            var page = await Call.RunAsync("ListEntries", null, () => ledger.ListEntriesAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Entries, page.NextPageToken);
        }, cancellationToken);
        await foreach (var shown in entries.ConfigureAwait(false))
        {
            before = Follow(chain, before, before is null ? first : before.Seq + 1, shown);
            yield return before;
        }
    }

    /// <summary>The name of her chain.</summary>
    private protected async ValueTask<string> ChainNameAsync(CancellationToken cancellationToken) =>
        "resident:" + await ResidentIdAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>An entry as it is shown, held against its place.</summary>
    /// <exception cref="PdsException"><see cref="LocalReasons.LedgerEvidenceRefused"/> when it does not stand there.</exception>
    private protected static HistoryEntry Follow(string chain, HistoryEntry? before, long seq, ShownEntry shown) =>
        ReadEntry.TryRead(shown, chain, seq, before?.Commitment.ToArray(), out var read) && (before is null || read.Index > before.Index)
            ? new HistoryEntry(read.Index, read.Seq, read.Entry, read.IsHidden) { Commitment = read.Commitment }
            : throw new PdsException(LocalReasons.LedgerEvidenceRefused, "記録のつながりを確かめられません。");

    /// <summary>What her vault holds, without the values.</summary>
    public IAsyncEnumerable<RecordSummary> ListRecordsAsync(string? dataset = null, CancellationToken cancellationToken = default) =>
        Paging.Walk<RecordSummary>(async (token, cancel) =>
        {
            var ask = new ListRecordsRequest { PageToken = token, Dataset = dataset ?? "" };
            var page = await Call.RunAsync("ListRecords", null, () => _vault.ListRecordsAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Records, page.NextPageToken);
        }, cancellationToken);

    /// <summary>Her records with their values and where they come from, oldest first.</summary>
    /// <param name="dataset">Only this dataset, <c>code@version</c>; null for all.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public IAsyncEnumerable<Pds.Protocol.V1.OpenedRecord> ReadRecordsAsync(string? dataset = null, CancellationToken cancellationToken = default) =>
        Paging.Walk<Pds.Protocol.V1.OpenedRecord>(async (token, cancel) =>
        {
            var ask = new ReadRecordsRequest { PageToken = token, Dataset = dataset ?? "" };
            var page = await Call.RunAsync("ReadRecords", null, () => _vault.ReadRecordsAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Records, page.NextPageToken);
        }, cancellationToken);

    /// <summary>
    /// Her label key, 32 bytes: with it and a head proof anybody finds the leaf of her chain in the heads of every hour; it opens nothing. For
    /// her receipt, so that whoever checks her history for her can begin from the paper alone.
    /// </summary>
    public Task<byte[]> GetLabelKeyAsync(CancellationToken cancellationToken = default) =>
        HistoryReading.AskLabelKeyAsync(new(_mine), cancellationToken);

    /// <summary>What somebody else did or looked at for her under a mandate, newest first: out of the entries of her own history.</summary>
    public async Task<IReadOnlyList<ActForHer>> ListActsForHerAsync(CancellationToken cancellationToken = default)
    {
        var found = new List<ActForHer>();
        await foreach (var shown in ListHistoryAsync(cancellationToken).ConfigureAwait(false))
        {
            if (shown.Entry is { } entry && ActForHer.Of(entry) is { } act)
            {
                found.Add(act);
            }
        }

        found.Reverse();
        return found;
    }

    /// <summary>The exact document she would sign to have everything held about her destroyed.</summary>
    public async Task<ShownErasure> ShowErasureAsync(CancellationToken cancellationToken = default)
    {
        var ask = new GetErasureDocumentRequest();
        var answer = await Call.RunAsync("GetErasureDocument", null, () => _residents.GetErasureDocumentAsync(ask, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        var bytes = answer.Document.ToByteArray();
        var digest = Sha256.Hash(bytes);
        return FixedTime.Equals(digest, answer.DocumentDigest.Span)
            ? new ShownErasure(bytes, digest, answer.ExpireTime.ToDateTimeOffset(), answer.HistoryExpireTime?.ToDateTimeOffset())
            : throw new PdsException(LocalReasons.ReceiptRefused, "表示された消去の確認書と、その指紋が一致しません。");
    }

    /// <summary>Asks the recipient of one use, or refused attempt, about it. Once for each use; an answer is owed within 14 days.</summary>
    /// <param name="useIndex">Leaf index of the use, as in its evidence.</param>
    /// <param name="textJa">The question, 1 to 400 characters. The recipient reads it.</param>
    /// <param name="requestId">An idempotency key to keep across restarts; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Question> AskQuestionAsync(long useIndex, string textJa, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new AskQuestionRequest { UseIndex = useIndex, TextJa = textJa, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("AskQuestion", null, () => _questions.AskQuestionAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Her questions with their answers, oldest first.</summary>
    public IAsyncEnumerable<Question> ListQuestionsAsync(CancellationToken cancellationToken = default) =>
        QuestionCalls.ListAsync(_questions, "", cancellationToken);

    /// <summary>Says that a field of a record of hers is wrong, and what is right; whoever wrote it has 14 days to answer.</summary>
    /// <param name="recordId">The record.</param>
    /// <param name="field">One of its fields.</param>
    /// <param name="statementJa">What is wrong and what is right, at most 400 characters.</param>
    /// <param name="requestId">An idempotency key to keep across restarts; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Correction> AskCorrectionAsync(
        string recordId, string field, string statementJa, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new AskCorrectionRequest { RecordId = recordId, Field = field, StatementJa = statementJa, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("AskCorrection", null, () => _corrections.AskCorrectionAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>What she said is wrong and what became of it, oldest first.</summary>
    public IAsyncEnumerable<Correction> ListCorrectionsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<Correction>(async (token, cancel) =>
        {
            var page = await Call.RunAsync("ListCorrections", null, () => _corrections.ListCorrectionsAsync(new ListCorrectionsRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Corrections, page.NextPageToken);
        }, cancellationToken);

    /// <summary>How she is told of what happens.</summary>
    public Task<NoticeSettings> GetNoticeSettingsAsync(CancellationToken cancellationToken = default) =>
        Call.RunAsync("GetNoticeSettings", null, () => _notices.GetNoticeSettingsAsync(new GetNoticeSettingsRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>Chooses how she is told from now on: channel, rhythm, kinds, and with mail the address.</summary>
    public Task<NoticeSettings> ChooseNoticeSettingsAsync(NoticeSettings wanted, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var request = new ChooseNoticeSettingsRequest
        {
            Channel = wanted.Channel, Rhythm = wanted.Rhythm, Kinds = { wanted.Kinds }, MailAddress = wanted.MailAddress, RequestId = RequestIds.OrNew(requestId),
        };
        return Call.RunAsync("ChooseNoticeSettings", null, () => _notices.ChooseNoticeSettingsAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>One organisation by its id: who asks, who delivered.</summary>
    public Task<Organization> GetOrganizationAsync(string organizationId, CancellationToken cancellationToken = default) =>
        Call.RunAsync("GetOrganization", null, () => _organizations.GetOrganizationAsync(new GetOrganizationRequest { OrganizationId = organizationId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>All organisations.</summary>
    public IAsyncEnumerable<Organization> ListOrganizationsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<Organization>(async (token, cancel) =>
        {
            var page = await Call.RunAsync("ListOrganizations", null, () => _organizations.ListOrganizationsAsync(new ListOrganizationsRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Organizations, page.NextPageToken);
        }, cancellationToken);

    /// <summary>Says yes to exactly the document shown, with evidence over it.</summary>
    private protected Task<GrantResponse> GrantAsync(
        ShownDocument document, Evidence evidence, string? requestId, CancellationToken cancellationToken)
    {
        var request = new GrantRequest
        {
            GrantId = document.Item.GrantId,
            Document = ByteString.CopyFrom(document.Bytes),
            Evidence = evidence,
            Etag = document.Item.Etag,
            RequestId = RequestIds.OrNew(requestId),
        };
        return Call.RunAsync("Grant", null, () => _consents.GrantAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Lets a paused consent go on, with evidence where it is asked for.</summary>
    private protected Task<ConsentActResponse> ResumeAsync(
        ConsentItem consent, ResumeRequest message, string? requestId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consent);
        (message.GrantId, message.Etag, message.RequestId) = (consent.GrantId, consent.Etag, RequestIds.OrNew(requestId));
        return Call.RunAsync("Resume", consent.GrantId, () => _consents.ResumeAsync(message, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>The ZIP of everything, piece by piece, in order.</summary>
    private protected async IAsyncEnumerable<ReadOnlyMemory<byte>> TakeAwayAsync(
        ExportOwnDataRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stream = _ownData.ExportOwnData(request, deadline: Deadlines.OfDownload, cancellationToken: cancellationToken);
        while (await Call.RunAsync("ExportOwnData", null, () => stream.ResponseStream.MoveNext(cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return stream.ResponseStream.Current.Data.Memory;
        }
    }

    /// <summary>Whose calls these are.</summary>
    private protected abstract ValueTask<string> ResidentIdAsync(CancellationToken cancellationToken);

    private protected Task<EraseResidentResponse> EraseAsync(ShownErasure document, Evidence evidence, string? requestId, CancellationToken cancellationToken)
    {
        var message = new EraseResidentRequest
        {
            Document = ByteString.CopyFrom(document.Bytes),
            Evidence = evidence,
            RequestId = RequestIds.OrNew(requestId),
        };
        return Call.RunAsync("EraseResident", null, () => _residents.EraseResidentAsync(message, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }
}
