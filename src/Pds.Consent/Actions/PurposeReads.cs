using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Reads each purpose once while one page is put together.</summary>
internal sealed class PurposeReads(IRowReader rows)
{
    private readonly Dictionary<PurposeVersion, Purpose> read = [];

    internal async ValueTask<GrantView> ViewAsync(Grant grant, CancellationToken cancellationToken)
    {
        if (!read.TryGetValue(grant.Purpose, out var purpose))
        {
            purpose = await PurposeRow.FindAsync(rows, grant.Purpose, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidDataException("A grant names a purpose that is not in the catalogue.");
            read.Add(grant.Purpose, purpose);
        }

        return new GrantView(grant, purpose);
    }
}
