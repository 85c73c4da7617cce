using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using ConsentItem = Pds.Protocol.V1.Consent;

namespace Pds.Web.Staff;

/// <summary>
/// What stewards and the review board look at, as it stands at this moment: they decide on it, so that nothing is kept. Holds nothing of any resident
/// but the questions that she sent.
/// </summary>
internal sealed class StewardReading(StaffPerson person, WebHost city, TimeProvider clock)
{
    /// <summary>All organisations, in order of registration.</summary>
    public async Task<IReadOnlyList<Organization>> OrganizationsAsync(CancellationToken cancellationToken) =>
        await (await person.SessionAsync()).Steward.ListOrganizationsAsync(cancellationToken).ToListAsync(cancellationToken);

    /// <summary>All versions of all purposes, in order of proposal.</summary>
    public async Task<IReadOnlyList<Purpose>> PurposesAsync(CancellationToken cancellationToken) =>
        await city.Catalogue.ListPurposesAsync(cancellationToken).ToListAsync(cancellationToken);

    /// <summary>All versions of all datasets.</summary>
    public async Task<IReadOnlyList<Dataset>> DatasetsAsync(CancellationToken cancellationToken) =>
        await city.Catalogue.ListDatasetsAsync(cancellationToken).ToListAsync(cancellationToken);

    /// <summary>One version of a purpose.</summary>
    /// <exception cref="PdsException">NOT_FOUND.</exception>
    public async Task<Purpose> PurposeAsync(string code, int version, CancellationToken cancellationToken) =>
        (await PurposesAsync(cancellationToken)).FirstOrDefault(purpose => purpose.Code == code && purpose.Version == version) ?? throw NotFound();

    /// <summary>One dataset, by "code@version".</summary>
    /// <exception cref="PdsException">NOT_FOUND.</exception>
    public async Task<Dataset> DatasetAsync(string id, CancellationToken cancellationToken) =>
        (await DatasetsAsync(cancellationToken)).FirstOrDefault(dataset => $"{dataset.Code}@{dataset.Version}" == id) ?? throw NotFound();

    /// <summary>Every question of a resident to any recipient: those without an answer first, the soonest due first.</summary>
    public async Task<IReadOnlyList<(Question Question, string Recipient)>> QuestionsAsync(CancellationToken cancellationToken)
    {
        var desk = (await person.SessionAsync()).Steward;
        var all = new List<(Question Question, string Recipient)>();
        foreach (var organization in (await OrganizationsAsync(cancellationToken)).Where(one => one.Roles.Contains(OrganizationRole.Recipient)))
        {
            await foreach (var question in desk.ListQuestionsAsync(organization.OrganizationId, cancellationToken))
            {
                all.Add((question, organization.NameJa));
            }
        }

        return [.. all.OrderBy(one => one.Question.AnswerTime is not null).ThenBy(one => one.Question.DueTime)];
    }

    /// <summary>Whether an answer is owed and late.</summary>
    public bool IsLate(Question question) => question.AnswerTime is null && question.DueTime.ToDateTimeOffset() <= clock.GetUtcNow();

    /// <summary>A purpose as a resident will be asked for it at its widest: no values, nothing ticked.</summary>
    public AskedItemView Preview(Purpose purpose, Dataset dataset, string recipient)
    {
        var end = clock.GetUtcNow().AddDays(purpose.Ceilings.ValidityDays);
        var item = new ConsentItem
        {
            State = ConsentState.Requested,
            Terms = new Terms
            {
                Fields = { purpose.RequiredFields.Concat(purpose.OptionalFields).Order(StringComparer.Ordinal) },
                EndTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(end),
                RetentionDays = purpose.Ceilings.RetentionDays,
                Mode = purpose.Ceilings.Mode,
            },
        };
        return new AskedItemView(1, AskedView.Of(new ConsentView(item, recipient, purpose, dataset), new Dictionary<string, string>(), [], []));
    }

    private static PdsException NotFound() => new("NOT_FOUND", WebTexts.Pages["problem.404.title"]);
}
