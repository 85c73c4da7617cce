using System.Globalization;
using Pds.Consent;
using Pds.Ledger;
using Pds.Vault;

namespace Pds.Server.Corrections;

/// <summary>
/// Who has received a field of a record as it was wrong: every recipient to whom data of its dataset left with this field after that version was written,
/// over a range that covers the record's date. From her own chain, which is complete; rather one too many than one too few.
/// </summary>
internal sealed class ReceivedBy(Recorder recorder)
{
    /// <summary>The most that are told of one case.</summary>
    public const int Most = 100;

    private const int PageSize = 500;

    /// <summary>The recipients, each once, in the order of their first receiving.</summary>
    public async ValueTask<IReadOnlyList<OrganizationId>> RunAsync(ResidentId resident, StoredRecord wrong, string field, CancellationToken cancellationToken)
    {
        var (found, intents, datasets) = (new List<OrganizationId>(), new Dictionary<GrantId, DisclosureIntended>(), new Dictionary<GrantId, string?>());
        _ = Instant.TryParse(wrong.Written, out var written);
        for (var (after, before) = (-1L, -2L); after != before;)
        {
            before = after;
            await foreach (var opened in recorder.ReadChainAsync(
                ChainId.Resident(resident), after, PageSize, new Reader.Recovery(), cancellationToken).ConfigureAwait(false))
            {
                after = opened.Seq;
                if (opened.Entry is DisclosureIntended intended)
                {
                    intents[intended.Grant] = intended;
                }
                else if (opened.Entry is Disclosed gone && gone.At >= written && gone.Fields.Contains(field) && found.Count < Most && !found.Contains(gone.Recipient)
                    && Covers(intents.GetValueOrDefault(gone.Grant), wrong.DataDate)
                    && await DatasetAsync(datasets, gone.Grant, cancellationToken).ConfigureAwait(false) == wrong.Dataset)
                {
                    found.Add(gone.Recipient);
                }
            }
        }

        return found;
    }

    private static bool Covers(DisclosureIntended? intended, string? date) =>
        intended is null || !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || ((intended.DataFrom is not { } from || day >= from) && (intended.DataUntil is not { } until || day < until));

    private async ValueTask<string?> DatasetAsync(Dictionary<GrantId, string?> known, GrantId grant, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(grant, out var dataset))
        {
            dataset = (await GrantRow.FindAsync(recorder.Rows, grant, cancellationToken).ConfigureAwait(false))?.Dataset.ToString();
            known.Add(grant, dataset);
        }

        return dataset;
    }
}
