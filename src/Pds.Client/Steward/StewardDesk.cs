using Grpc.Core;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>What a steward (市職員) or the review board does: registers organisations and residents, publishes, reviews, stops. None of
/// it shows vault content. The server refuses these calls from organisations without the role.</summary>
public sealed class StewardDesk
{
    private readonly CatalogService.CatalogServiceClient _catalog;
    private readonly OrganizationService.OrganizationServiceClient _organizations;
    private readonly ResidentService.ResidentServiceClient _residents;
    private readonly MandateService.MandateServiceClient _mandates;
    private readonly QuestionService.QuestionServiceClient _questions;
    private readonly StaffService.StaffServiceClient _staff;
    private readonly NotificationService.NotificationServiceClient _notices;

    internal StewardDesk(CallInvoker invoker)
    {
        _catalog = new(invoker);
        _organizations = new(invoker);
        _residents = new(invoker);
        _mandates = new(invoker);
        _questions = new(invoker);
        _staff = new(invoker);
        _notices = new(invoker);
    }

    /// <summary>Registers an organisation. It cannot call before it enrolled.</summary>
    public Task<Organization> RegisterOrganizationAsync(
        string nameJa, IEnumerable<OrganizationRole> roles, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new RegisterOrganizationRequest { NameJa = nameJa, RequestId = RequestIds.OrNew(requestId) };
        request.Roles.AddRange(roles);
        return Call.RunAsync("RegisterOrganization", null, () => _organizations.RegisterOrganizationAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>A one-time code, valid 72 hours, to be handed over outside this system.</summary>
    public async Task<string> CreateEnrollmentCodeAsync(
        string organizationId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new CreateEnrollmentCodeRequest { OrganizationId = organizationId, RequestId = RequestIds.OrNew(requestId) };
        var answer = await Call.RunAsync("CreateEnrollmentCode", null, () => _organizations.CreateEnrollmentCodeAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false);
        return answer.EnrollmentCode;
    }

    /// <summary>Stops an organisation at once.</summary>
    public Task<Organization> SuspendOrganizationAsync(
        Organization organization, string reasonJa, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(organization);
        var request = new SuspendOrganizationRequest
        {
            OrganizationId = organization.OrganizationId, ReasonJa = reasonJa, Etag = organization.Etag, RequestId = RequestIds.OrNew(requestId),
        };
        return Call.RunAsync("SuspendOrganization", null, () => _organizations.SuspendOrganizationAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Admits a person of an organisation's staff. Only with the steward organisation's own certificate.</summary>
    /// <param name="organizationId">For whom she works.</param>
    /// <param name="nameJa">Her name, 1 to 60 characters.</param>
    /// <param name="roles">No more than the organisation's roles allow.</param>
    /// <param name="sectionId">The organisation in whose section she sits, when it is another one.</param>
    /// <param name="requestId">An idempotency key to keep across restarts; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The person and the one-time code that ties her sign-in to her.</returns>
    public Task<AddStaffResponse> AddStaffAsync(
        string organizationId, string nameJa, IEnumerable<StaffRole> roles, string sectionId = "", string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new AddStaffRequest { OrganizationId = organizationId, SectionId = sectionId, NameJa = nameJa, RequestId = RequestIds.OrNew(requestId) };
        request.Roles.AddRange(roles);
        return Call.RunAsync("AddStaff", null, () => _staff.AddStaffAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Ends a person's work here: her sessions end at once. Only with the steward organisation's own certificate.</summary>
    public Task<StaffMember> RemoveStaffAsync(string staffId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new RemoveStaffRequest { StaffId = staffId, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("RemoveStaff", null, () => _staff.RemoveStaffAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>All of the staff, those who left too.</summary>
    public IAsyncEnumerable<StaffMember> ListStaffAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<StaffMember>(async (token, cancel) =>
        {
            var page = await Call.RunAsync("ListStaff", null, () => _staff.ListStaffAsync(new ListStaffRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Staff, page.NextPageToken);
        }, cancellationToken);

    /// <summary>One organisation by its id.</summary>
    public Task<Organization> GetOrganizationAsync(string organizationId, CancellationToken cancellationToken = default) =>
        Call.RunAsync("GetOrganization", null, () => _organizations.GetOrganizationAsync(new GetOrganizationRequest { OrganizationId = organizationId }, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);

    /// <summary>All organisations.</summary>
    public IAsyncEnumerable<Organization> ListOrganizationsAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<Organization>(async (token, cancel) =>
        {
            var page = await Call.RunAsync("ListOrganizations", null, () => _organizations.ListOrganizationsAsync(new ListOrganizationsRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Organizations, page.NextPageToken);
        }, cancellationToken);

    /// <summary>Questions of residents that an organisation was asked, oldest first.</summary>
    public IAsyncEnumerable<Question> ListQuestionsAsync(string organizationId, CancellationToken cancellationToken = default) =>
        QuestionCalls.ListAsync(_questions, organizationId, cancellationToken);

    /// <summary>Answers a resident's question in the place of the organisation asked.</summary>
    public Task<Question> AnswerQuestionAsync(string questionId, string answerJa, string? requestId = null, CancellationToken cancellationToken = default) =>
        QuestionCalls.AnswerAsync(_questions, questionId, answerJa, requestId, cancellationToken);

    /// <summary>Opens a vault for a resident whose identity was checked at the counter; the code enrols her device.</summary>
    public Task<CreateResidentResponse> CreateResidentAsync(
        string? requestId = null, CancellationToken cancellationToken = default, string telephone = "")
    {
        var request = new CreateResidentRequest { RequestId = RequestIds.OrNew(requestId), Telephone = telephone };
        return Call.RunAsync("CreateResident", null, () => _residents.CreateResidentAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Brings in what the city's register says of a resident; a whole entry each time.</summary>
    public Task EnterRegisterFactsAsync(EnterRegisterFactsRequest entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        entry.RequestId = RequestIds.OrNew(entry.RequestId.Length == 0 ? null : entry.RequestId);
        return Call.RunAsync("EnterRegisterFacts", null, () => _mandates.EnterRegisterFactsAsync(entry, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Registers a guardian whose papers the city has seen; she accepts in a sign-in of her own.</summary>
    public async Task<Mandate> RegisterGuardianAsync(RegisterGuardianRequest guardian, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(guardian);
        guardian.RequestId = RequestIds.OrNew(guardian.RequestId.Length == 0 ? null : guardian.RequestId);
        return (await Call.RunAsync("RegisterGuardian", null, () => _mandates.RegisterGuardianAsync(guardian, cancellationToken: cancellationToken).ResponseAsync, cancellationToken).ConfigureAwait(false)).Mandate;
    }

    /// <summary>Publishes a dataset version.</summary>
    public Task<Dataset> PublishDatasetAsync(Dataset dataset, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new PublishDatasetRequest { Dataset = dataset, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("PublishDataset", null, () => _catalog.PublishDatasetAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Ends a dataset version; every purpose on it and every consent that depends on those end in the same act.</summary>
    public Task<Dataset> InvalidateDatasetAsync(Dataset dataset, string reasonJa, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var request = new InvalidateDatasetRequest
        {
            Code = dataset.Code, Version = dataset.Version, ReasonJa = reasonJa, Etag = dataset.Etag, RequestId = RequestIds.OrNew(requestId),
        };
        return Call.RunAsync("InvalidateDataset", null, () => _catalog.InvalidateDatasetAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>What is known of a purpose version before somebody decides on it.</summary>
    public Task<ReviewFacts> GetReviewFactsAsync(Purpose purpose, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        var request = new GetReviewFactsRequest { Code = purpose.Code, Version = purpose.Version };
        return Call.RunAsync("GetReviewFacts", null, () => _catalog.GetReviewFactsAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Decides on a proposed purpose, as the review board.</summary>
    public Task<Purpose> ReviewPurposeAsync(
        Purpose purpose, ReviewVerdict verdict, string reasonJa, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        var request = new ReviewPurposeRequest
        {
            Code = purpose.Code,
            Version = purpose.Version,
            Verdict = verdict,
            ReasonJa = reasonJa,
            Etag = purpose.Etag,
            RequestId = RequestIds.OrNew(requestId),
        };
        return Call.RunAsync("ReviewPurpose", null, () => _catalog.ReviewPurposeAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Ends a purpose version; every consent that depends on it becomes INAPPLICABLE in the same act.</summary>
    public Task<Purpose> InvalidatePurposeAsync(Purpose purpose, string reasonJa, string? requestId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        var request = new InvalidatePurposeRequest
        {
            Code = purpose.Code, Version = purpose.Version, ReasonJa = reasonJa, Etag = purpose.Etag, RequestId = RequestIds.OrNew(requestId),
        };
        return Call.RunAsync("InvalidatePurpose", null, () => _catalog.InvalidatePurposeAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Letters to residents that wait to be printed, oldest first.</summary>
    public IAsyncEnumerable<Letter> ListLettersAsync(CancellationToken cancellationToken = default) =>
        Paging.Walk<Letter>(async (token, cancel) =>
        {
            var page = await Call.RunAsync("ListLetters", null, () => _notices.ListLettersAsync(new ListLettersRequest { PageToken = token }, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Letters, page.NextPageToken);
        }, cancellationToken);

    /// <summary>A letter is printed: it leaves the queue.</summary>
    public Task MarkLetterPrintedAsync(string noticeId, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = new MarkLetterPrintedRequest { NoticeId = noticeId, RequestId = RequestIds.OrNew(requestId) };
        return Call.RunAsync("MarkLetterPrinted", null, () => _notices.MarkLetterPrintedAsync(request, cancellationToken: cancellationToken).ResponseAsync, cancellationToken);
    }

    /// <summary>Mails that the mail server has not taken: those that are tried again, or those that were given up.</summary>
    public IAsyncEnumerable<UndeliveredNotice> ListUndeliveredAsync(bool givenUp = false, CancellationToken cancellationToken = default) =>
        Paging.Walk<UndeliveredNotice>(async (token, cancel) =>
        {
            var ask = new ListUndeliveredRequest { PageToken = token, GivenUp = givenUp };
            var page = await Call.RunAsync("ListUndelivered", null, () => _notices.ListUndeliveredAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Notices, page.NextPageToken);
        }, cancellationToken);
}
