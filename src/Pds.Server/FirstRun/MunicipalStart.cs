using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.FirstRun;

/// <summary>
/// What a first run finds in place: the municipal catalogue, its organisations registered, and one-time codes for the first steward and for the residents' pages. Each
/// step looks at what is durable, so a first run that was cut off is finished by the next.
/// </summary>
internal sealed class MunicipalStart(Recorder recorder, DataFolder data)
{
    private static readonly RowKey Done = new(Table.ServerFacts, "municipal-start");

    /// <summary>Brings everything into place.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await recorder.Rows.FindAsync(Done, cancellationToken).ConfigureAwait(false) is null)
        {
            await PublishAsync(await RegisterAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        await OfferCodeAsync(OrganizationRole.Steward, data.BootstrapCode, cancellationToken).ConfigureAwait(false);
        await OfferCodeAsync(OrganizationRole.WebHost, data.WebHostCode, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyDictionary<string, Organization>> RegisterAsync(CancellationToken cancellationToken)
    {
        var known = await OrganizationRow.ListAsync(recorder.Rows, 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false);
        var byKey = new Dictionary<string, Organization>(StringComparer.Ordinal);
        foreach (var wanted in MunicipalCatalogue.Organizations)
        {
            byKey[wanted.Key] = known.FirstOrDefault(o => o.NameJa == wanted.NameJa)
                ?? await MakeAsync(wanted, cancellationToken).ConfigureAwait(false);
        }

        return byKey;
    }

    private async Task<Organization> MakeAsync(CatalogueOrganization wanted, CancellationToken cancellationToken) =>
        await new RegisterOrganization(recorder).RunAsync(wanted.NameJa, wanted.Roles, null, null, cancellationToken).ConfigureAwait(false)
            is Outcome<Organization>.Done done
            ? done.Value
            : throw new InvalidDataException("The built-in catalogue holds an organisation that cannot be registered.");

    // If the power fails before this command is durable, no dataset and no purpose exists; the organisations are found again by name.
    private async Task PublishAsync(IReadOnlyDictionary<string, Organization> organizations, CancellationToken cancellationToken)
    {
        var now = Instant.Truncate(recorder.Clock.GetUtcNow());
        var reviewer = organizations.Values.First(o => o.Has(OrganizationRole.Reviewer)).Id;
        var changes = new List<Change> { new Change.Put(Done, "{\"v\":1}"u8.ToArray(), ExpectedVersion: 0) };
        var entries = new List<EntryDraft>();
        foreach (var dataset in MunicipalCatalogue.Datasets)
        {
            var row = DatasetRow.Put(dataset);
            changes.Add(row);
            entries.Add(new EntryDraft(ChainId.Operator, new DatasetPublished(now, dataset.Id.ToString(), Sha256.Hash(row.Body.Span))));
        }

        foreach (var template in MunicipalCatalogue.Purposes)
        {
            var purpose = template.For(organizations[template.RecipientKey], now) with
            {
                State = PurposeState.Approved,
                Review = new ReviewDecision(true, "最初の目録に含まれる利用目的として承認済み。", now, reviewer),
            };
            var row = PurposeRow.Put(purpose);
            changes.Add(row);
            entries.Add(new EntryDraft(
                ChainId.Operator, new PurposeProposed(now, purpose.Id.ToString(), purpose.Recipient, Sha256.Hash(row.Body.Span))));
            entries.Add(new EntryDraft(
                ChainId.Operator, new PurposeReviewed(now, purpose.Id.ToString(), "approved", purpose.Review.ReasonJa, reviewer.ToString())));
        }

        await recorder.RecordAsync(new Command(changes, entries), cancellationToken).ConfigureAwait(false);
    }

    // Whoever has this folder is on this machine and is its owner: the first steward, and the pages that run beside the server. Both get a code
    // as long as nobody of their role has enrolled.
    private async Task OfferCodeAsync(OrganizationRole role, string file, CancellationToken cancellationToken)
    {
        var organizations = await OrganizationRow.ListAsync(recorder.Rows, 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false);
        var those = organizations.Where(o => o.Has(role)).ToList();
        if (those.Any(o => o.State == OrganizationState.Active))
        {
            File.Delete(file);
            return;
        }

        if (await StillWorksAsync(file, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        // A folder of an earlier version has no organisation of a role that came later.
        var first = those.Count > 0
            ? those[0]
            : await MakeAsync(MunicipalCatalogue.Organizations.First(o => o.Roles.Contains(role)), cancellationToken).ConfigureAwait(false);
        var outcome = await new CreateEnrollmentCode(recorder).RunAsync(first.Id, null, null, cancellationToken).ConfigureAwait(false);
        if (outcome is Outcome<NewCode>.Done code)
        {
            DataFolder.WritePrivate(file, code.Value.Code + "\n");
        }
    }

    private async Task<bool> StillWorksAsync(string file, CancellationToken cancellationToken) =>
        File.Exists(file)
        && await EnrollmentCodeRow.FindAsync(
            recorder.Rows, EnrollmentCode.HashOf((await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim()),
            cancellationToken).ConfigureAwait(false) is { } found
        && recorder.Clock.GetUtcNow() < found.Code.ExpiresAt;
}
