using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The grants that stand on a purpose: those that name it, and those that name a version it narrowed.</summary>
internal sealed class DependentGrants(Recorder recorder, Action<InvalidDataException>? damaged = null)
{
    private readonly EndGrants end = new(recorder, damaged);

    internal async ValueTask<int> EndAsync(Purpose fallen, string reason, CancellationToken cancellationToken)
    {
        var ended = await EndOfVersionAsync(fallen.Id, reason, cancellationToken).ConfigureAwait(false);
        foreach (var version in await PurposeRow.OfCodeAsync(recorder.Rows, fallen.Id.Code, cancellationToken).ConfigureAwait(false))
        {
            if (version.NarrowedBy is not null
                && await PurposeRow.FindEffectiveAsync(recorder.Rows, version.Id, cancellationToken).ConfigureAwait(false) is { } effective
                && effective.Id == fallen.Id)
            {
                ended += await EndOfVersionAsync(version.Id, reason, cancellationToken).ConfigureAwait(false);
            }
        }

        return ended;
    }

    /// <summary>How many there are now, answered and waiting.</summary>
    internal async ValueTask<int> CountAsync(PurposeVersion purpose, CancellationToken cancellationToken)
    {
        var count = 0;
        RowPage page;
        for (long after = 0; ; after = page.LastOrdinal)
        {
            page = await GrantWatchRow.OfPurposeAsync(recorder.Rows, purpose, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false);
            count += page.Rows.Count;
            if (page.IsLast)
            {
                return count;
            }
        }
    }

    private async ValueTask<int> EndOfVersionAsync(PurposeVersion purpose, string reason, CancellationToken cancellationToken)
    {
        var ended = 0;
        RowPage page;
        for (long after = 0; ; after = page.LastOrdinal)
        {
            page = await GrantWatchRow.OfPurposeAsync(recorder.Rows, purpose, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false);
            ended += await end.RunAsync(
                page,
                GrantMove.Invalidate,
                static (_, _) => true,
                (grant, now) => new ConsentInapplicable(now, grant.Id, grant.Recipient, reason),
                cancellationToken).ConfigureAwait(false);
            if (page.IsLast)
            {
                return ended;
            }
        }
    }
}
