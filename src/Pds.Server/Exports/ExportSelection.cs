using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Exports;

/// <summary>
/// Which bodies an export opens. Chains of no resident are always open. Of a resident's chain: what the scope names, and with it the whole
/// life of every consent it touches, the devices enrolled and the mandates, because half a consent cannot be checked.
/// </summary>
internal sealed class ExportSelection
{
    private readonly HashSet<ChainId>? chains;
    private readonly HashSet<long>? leaves;

    private ExportSelection(HashSet<ChainId>? chains, HashSet<long>? leaves) => (this.chains, this.leaves) = (chains, leaves);

    /// <summary>Everything.</summary>
    public static ExportSelection All { get; } = new(null, null);

    /// <summary>Whether bodies of a chain may be shown.</summary>
    public bool Touches(ChainId chain) => chain.ResidentOrNull is null || chains is null || chains.Contains(chain);

    /// <summary>Whether this entry's body is shown.</summary>
    public bool Includes(ChainId chain, long index) => chain.ResidentOrNull is null || leaves is null || leaves.Contains(index);

    /// <summary>Whether it touches no chain that another does not.</summary>
    public bool IsWithin(ExportSelection other) => other.chains is null || (chains is not null && chains.IsSubsetOf(other.chains));

    /// <summary>Selects among the leaves below <paramref name="size"/>. Shows nothing to anybody: what it read stays here.</summary>
    public static async ValueTask<ExportSelection> OfAsync(Recorder recorder, ExportJob job, long size, CancellationToken cancellationToken)
    {
        if (job.Scope == ExportScope.All)
        {
            return All;
        }

        var (start, end) = await PeriodAsync(recorder, job.Scope, size, cancellationToken).ConfigureAwait(false);
        var (chains, leaves) = (new HashSet<ChainId>(), new HashSet<long>());
        foreach (var chain in await recorder.ListChainsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (chain.ResidentOrNull is { } resident && (job.Resident is null || job.Resident == resident))
            {
                var entries = await ReadAsync(recorder, chain, size, cancellationToken).ConfigureAwait(false);
                var chosen = Choose(entries, job.Scope, start, end);
                leaves.UnionWith(chosen);
                if (chosen.Count > 0)
                {
                    chains.Add(chain);
                }
            }
        }

        return new ExportSelection(chains, leaves);
    }

    // A period is cut at cover entries: the recorder stamps them as it places them, so that what lies before one of an earlier time, or
    // behind one of a later time, is shown to lie outside without being opened.
    private static async ValueTask<(long Start, long End)> PeriodAsync(
        Recorder recorder, ExportScope scope, long size, CancellationToken cancellationToken)
    {
        var (start, end) = (0L, size);
        foreach (var cover in await ReadAsync(recorder, ChainId.Cover, size, cancellationToken).ConfigureAwait(false))
        {
            start = scope.From is { } from && cover.Entry.At < from ? cover.Index + 1 : start;
            end = scope.Until is { } until && cover.Entry.At >= until ? Math.Min(end, cover.Index) : end;
        }

        return (start, end);
    }

    private static HashSet<long> Choose(List<OpenedEntry> entries, ExportScope scope, long start, long end)
    {
        var purposes = new Dictionary<GrantId, string>();
        foreach (var entry in entries)
        {
            if (EntrySubject.Of(entry.Entry) is { Grant: { } grant, Purpose: { } purpose })
            {
                purposes[grant] = purpose;
            }
        }

        bool Names(OpenedEntry entry)
        {
            var subject = EntrySubject.Of(entry.Entry);
            var purpose = subject.Purpose ?? (subject.Grant is { } grant ? purposes.GetValueOrDefault(grant) : null);
            return ((entry.Index >= start && entry.Index < end) || scope.Holds(entry.Entry.At))
                && (scope.Purpose is not { } wanted || purpose == wanted.ToString())
                && (scope.Organization is not { } organization || subject.Organization == organization);
        }

        var named = entries.Where(Names).ToList();
        var grants = named.Select(entry => EntrySubject.Of(entry.Entry).Grant).OfType<GrantId>().ToHashSet();
        var whole = entries.Where(entry => EntrySubject.Of(entry.Entry).Grant is { } grant && grants.Contains(grant));
        var devices = entries.Where(entry => named.Count > 0 && entry.Entry is DeviceEnrolled or IdentityLinked or PasskeyRegistered or PasskeyRemoved
            or MandateOffered or GuardianRegistered or MandateAccepted or MandateEnded);
        return [.. named.Concat(whole).Concat(devices).Select(entry => entry.Index)];
    }

    private static async ValueTask<List<OpenedEntry>> ReadAsync(Recorder recorder, ChainId chain, long size, CancellationToken cancellationToken)
    {
        var entries = new List<OpenedEntry>();
        long after = -1;
        for (var more = true; more;)
        {
            more = false;
            await foreach (var entry in recorder.ReadChainAsync(
                chain, after, Recorder.MaxReadEntries, new Reader.Recovery(), cancellationToken).ConfigureAwait(false))
            {
                (more, after) = (entry.Index < size, entry.Seq);
                if (more)
                {
                    entries.Add(entry);
                }
            }
        }

        return entries;
    }
}
