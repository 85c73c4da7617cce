using System.Runtime.CompilerServices;
using Pds.Consent;
using Pds.Disclosure;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Server.TakeAway;

/// <summary>
/// What one resident's export is made from, read piece by piece: her chain up to the entry of the export, the records and consents as they stood when it
/// was entered. In memory are the ids and versions of her records and her consents, and of the rest one piece at a time.
/// </summary>
internal sealed class TakeAwaySource(Recorder recorder, Custodian custodian, GetReceipt receipts, ResidentId resident, RecordedEntry exported)
{
    /// <summary>The most records in one export; a vault with more is refused before anything leaves.</summary>
    public const int MaxRecords = 100_000;

    /// <summary>The most consents in one export.</summary>
    public const int MaxConsents = 10_000;

    private const int PageSize = 200;

    private readonly Dictionary<OrganizationId, string> names = [];
    private readonly Dictionary<string, Dataset?> datasets = new(StringComparer.Ordinal);
    private readonly Dictionary<PurposeVersion, Purpose?> purposes = [];
    private readonly List<(RecordId Record, int Version)> records = [];
    private readonly List<GrantView> consents = [];

    /// <summary>The entry of the export itself.</summary>
    public RecordedEntry Exported => exported;

    /// <summary>Datasets met so far.</summary>
    public IEnumerable<Dataset> Datasets => datasets.Values.OfType<Dataset>();

    /// <summary>How many records.</summary>
    public int Records => records.Count;

    /// <summary>How many consents and requests.</summary>
    public int Consents => consents.Count;

    /// <summary>Fixes which versions are taken. False when there are too many.</summary>
    public async ValueTask<bool> TryFixAsync(CancellationToken cancellationToken)
    {
        var list = new ListRecords(custodian, recorder.Rows).RunAsync(resident, null, withValues: false, 0, MaxRecords + 1, cancellationToken);
        await foreach (var record in list.ConfigureAwait(false))
        {
            _ = RecordId.TryParse(record.Stored.Record, out var id);
            records.Add((id, record.Stored.Version));
        }

        var grants = new ListConsents(recorder.Rows);
        for (long after = 0; consents.Count <= MaxConsents
            && await grants.OfResidentAsync(resident, after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page; after = page[^1].Grant.Ordinal)
        {
            consents.AddRange(page);
        }

        return records.Count <= MaxRecords && consents.Count <= MaxConsents;
    }

    /// <summary>Her records with values and disclosures.</summary>
    public IAsyncEnumerable<ListedRecord> ReadRecordsAsync(CancellationToken cancellationToken) =>
        new ListRecords(custodian, recorder.Rows).OpenAsync(resident, records, cancellationToken);

    /// <summary>Her consents, requests and refusals.</summary>
    public async IAsyncEnumerable<TakenConsent> ReadConsentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var view in consents)
        {
            yield return new TakenConsent(
                view,
                view.Grant.Given is not null
                    && await receipts.ForResidentAsync(resident, view.Grant.Id, cancellationToken).ConfigureAwait(false) is Outcome<GivenReceipt>.Done { Value: var receipt }
                    ? receipt : null);
        }
    }

    /// <summary>Every use and every refused attempt, oldest first.</summary>
    public async IAsyncEnumerable<TakenUse> ReadUsesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? cursor = null;
        do
        {
            var page = await new ListUses(recorder).OfResidentAsync(resident, new UseFilter(), cursor, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var use in page.Uses.Where(use => use.Cursor < exported.Seq))
            {
                yield return new TakenUse(use, (await recorder.FindEntryAsync(exported.Chain, use.Index, cancellationToken).ConfigureAwait(false))!);
            }

            cursor = page.Next;
        }
        while (cursor is { } next && next < exported.Seq);
    }

    /// <summary>Every entry of her chain up to the export's own.</summary>
    public async IAsyncEnumerable<OpenedEntry> ReadHistoryAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var (after, before) = (-1L, -2L); after < exported.Seq && after != before;)
        {
            var limit = (int)Math.Min(PageSize, exported.Seq - after);
            before = after;
            await foreach (var entry in recorder.ReadChainAsync(exported.Chain, after, limit, new Reader.Owner(), cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
                after = entry.Seq;
            }
        }
    }

    /// <summary>Whether a law forbids to tell her of an entry when the export was entered (T5).</summary>
    public bool IsHidden(OpenedEntry entry) => entry.Entry is LawfulReading lawful && lawful.IsHidden(recorder.Clock.GetUtcNow());

    /// <summary>An organisation's name, or its id when it is not known (any more).</summary>
    public async ValueTask<string> NameAsync(OrganizationId id, CancellationToken cancellationToken)
    {
        if (!names.TryGetValue(id, out var name))
        {
            name = (await OrganizationRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false))?.NameJa ?? id.ToString();
            names.Add(id, name);
        }

        return name;
    }

    /// <summary>A dataset version; null when it is not known.</summary>
    public async ValueTask<Dataset?> DatasetAsync(string version, CancellationToken cancellationToken)
    {
        if (!datasets.TryGetValue(version, out var dataset))
        {
            dataset = DatasetVersion.TryParse(version, out var id) ? await DatasetRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false) : null;
            datasets.Add(version, dataset);
        }

        return dataset;
    }

    /// <summary>A purpose version; null when it is not known.</summary>
    public async ValueTask<Purpose?> PurposeAsync(PurposeVersion version, CancellationToken cancellationToken)
    {
        if (!purposes.TryGetValue(version, out var purpose))
        {
            purpose = await PurposeRow.FindAsync(recorder.Rows, version, cancellationToken).ConfigureAwait(false);
            purposes.Add(version, purpose);
        }

        return purpose;
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(TakeAwaySource);
}
