using Pds.Consent;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Server.Parties;

namespace Pds.Server.FirstRun;

/// <summary>
/// What a first run finds in place: the municipal catalogue, its organisations registered, and a one-time code for the first steward. Each
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

        await OfferStewardCodeAsync(cancellationToken).ConfigureAwait(false);
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
            entries.Add(new EntryDraft(ChainId.Operator, new PurposeReviewed(now, purpose.Id.ToString(), "approved", reviewer.ToString())));
        }

        await recorder.RecordAsync(new Command(changes, entries), cancellationToken).ConfigureAwait(false);
    }

    private async Task OfferStewardCodeAsync(CancellationToken cancellationToken)
    {
        var organizations = await OrganizationRow.ListAsync(recorder.Rows, 0, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false);
        var stewards = organizations.Where(o => o.Has(OrganizationRole.Steward)).ToList();
        if (stewards.Any(o => o.State == OrganizationState.Active))
        {
            File.Delete(data.BootstrapCode);
            return;
        }

        if (stewards.Count == 0 || await StillWorksAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var outcome = await new CreateEnrollmentCode(recorder).RunAsync(stewards[0].Id, null, null, cancellationToken).ConfigureAwait(false);
        if (outcome is Outcome<NewCode>.Done code)
        {
            DataFolder.WritePrivate(data.BootstrapCode, code.Value.Code + "\n");
        }
    }

    private async Task<bool> StillWorksAsync(CancellationToken cancellationToken) =>
        File.Exists(data.BootstrapCode)
        && await EnrollmentCodeRow.FindAsync(
            recorder.Rows, EnrollmentCode.HashOf((await File.ReadAllTextAsync(data.BootstrapCode, cancellationToken).ConfigureAwait(false)).Trim()),
            cancellationToken).ConfigureAwait(false) is { } found
        && recorder.Clock.GetUtcNow() < found.Code.ExpiresAt;
}
