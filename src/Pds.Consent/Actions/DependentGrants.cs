using Pds.Ledger;

namespace Pds.Consent;

/// <summary>The grants that stand on a purpose: those that name it, and those that name a version it narrowed.</summary>
internal sealed class DependentGrants(Recorder recorder)
{
    private readonly EndGrants end = new(recorder);

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

    private async ValueTask<int> EndOfVersionAsync(PurposeVersion purpose, string reason, CancellationToken cancellationToken)
    {
        var ended = 0;
        long after = 0;
        while (await GrantWatchRow.OfPurposeAsync(
            recorder.Rows, purpose, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            ended += await end.RunAsync(
                page,
                GrantMove.Invalidate,
                static (_, _) => true,
                (grant, now) => new ConsentInapplicable(now, grant.Id, grant.Recipient, reason),
                cancellationToken).ConfigureAwait(false);
            after = page[^1].Ordinal;
        }

        return ended;
    }
}
