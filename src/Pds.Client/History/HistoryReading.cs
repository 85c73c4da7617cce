using System.Globalization;
using Pds.Cryptography;
using Pds.Ledger;
using Pds.Protocol.V1;
using Use = Pds.Protocol.V1.Use;
using Wire = Pds.Protocol.V1.ShownEntry;

namespace Pds.Client;

/// <summary>
/// Holds a resident's history against the heads tree. The steps are numbered in the README and in the tests:
/// 1 the heads entry is in the log; 2 the log continues the one seen before; 3 the heads chain shown to anybody has this entry, continues the
/// one seen before and has one entry an epoch; 4 the resident's head is under its root; 5 the entries shown lead to that head;
/// 6 the list of uses is what the entries say.
/// </summary>
/// <param name="city">What is believed about the city.</param>
/// <param name="residentId">Whose history.</param>
/// <param name="mine">Calls signed by the device.</param>
/// <param name="anyone">Calls without any credentials: the server cannot know whom it answers.</param>
/// <param name="uses">The uses as the server lists them.</param>
internal sealed class HistoryReading(
    CityFacts city,
    string residentId,
    LedgerService.LedgerServiceClient mine,
    LedgerService.LedgerServiceClient anyone,
    Func<CancellationToken, IAsyncEnumerable<Use>> uses)
{
    private const int PageSize = 500;
    private readonly OfflineVerifier _verifier = new(city.Log, city.Root);
    private readonly string _chain = "resident:" + residentId;

    /// <summary>Checks everything.</summary>
    /// <param name="seen">From the check before; null the first time.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PdsException">The server cannot be reached or refuses; that says nothing about the history.</exception>
    public async Task<HistoryCheck> RunAsync(SeenHistory? seen, CancellationToken cancellationToken)
    {
        var answer = await AskHeadAsync(cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            return seen is null
                ? new HistoryCheck.NotYet()
                : Broken(HistoryDefect.HeadNotCovered, "前に確かめた記録の証明が、今回は出てきません。", "-", Place(seen.HeadSeq, seen.HeadCommitment), null);
        }

        if (ProvenHeads.Of(answer, _verifier) is not { } heads)
        {
            return Broken(HistoryDefect.HeadsNotProved, "毎時の台帳のまとめが、台帳にあると証明されていません。", "-", "-", null);
        }

        var labelKey = seen?.LabelKey ?? await AskLabelKeyAsync(mine, cancellationToken).ConfigureAwait(false);
        return await ForkedLogAsync(seen, heads, cancellationToken).ConfigureAwait(false)
            ?? await ForkedHeadsAsync(seen, heads, cancellationToken).ConfigureAwait(false)
            ?? NotCovered(heads, labelKey)
            ?? await ReadAsync(seen, heads, labelKey, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HistoryCheck?> ForkedLogAsync(SeenHistory? seen, ProvenHeads heads, CancellationToken cancellationToken)
    {
        using var log = new SeenLog(seen?.Checkpoint ?? "", _ => { }, city.Log, new ConsistencyProofs(mine).AskAsync, TimeProvider.System);
        try
        {
            await log.RequireAsync(heads.Proven.Checkpoint, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (PdsException refusal) when (refusal.Fork is { } fork)
        {
            return Broken(HistoryDefect.LogForked, refusal.Message, Number(fork.ShownSize), Number(fork.KnownSize), heads) with { Fork = fork };
        }
    }

    // Asked as nobody in particular: who would show one resident a root of her own must show everybody that root, or be found out here.
    private async Task<HistoryCheck?> ForkedHeadsAsync(SeenHistory? seen, ProvenHeads heads, CancellationToken cancellationToken)
    {
        var (first, at) = (seen?.HeadsSeq ?? heads.Seq, (ReadEntry?)null);
        await foreach (var wire in ListHeadsAsync(first, cancellationToken).ConfigureAwait(false))
        {
            var seq = at is null ? first : at.Seq + 1;
            if (!ReadEntry.TryRead(wire, ChainId.Heads.Name, seq, at?.Commitment, out var entry)
                || entry.Entry is not HeadsPublished body
                || (at?.Entry is HeadsPublished before ? !body.Follows(before) : seq == 0 && !body.Follows(null))
                || (at is null && seen is not null && !entry.Commitment.AsSpan().SequenceEqual(seen.HeadsCommitment)))
            {
                return ForkedHeads(entry?.ToString() ?? "-", seen is null ? "-" : Place(seen.HeadsSeq, seen.HeadsCommitment), heads);
            }

            at = entry;
            if (seq == heads.Seq)
            {
                break;
            }
        }

        return at?.Seq == heads.Seq && at.Commitment.AsSpan().SequenceEqual(heads.Proven.Commitment)
            ? null
            : ForkedHeads(at?.ToString() ?? "-", Place(heads.Seq, heads.Proven.Commitment), heads);
    }

    private HistoryCheck? NotCovered(ProvenHeads heads, byte[] labelKey) => heads.Covers(labelKey, city.Origin)
        ? null
        : Broken(
            HistoryDefect.HeadNotCovered,
            "あなたの記録の最後が、公開されたまとめに入っていません。",
            heads.Answer.Head is { } head ? Place(head.Seq, head.Commitment.ToByteArray()) : "-",
            Base64Url.Encode(heads.Heads.Root),
            heads);

    private async Task<HistoryCheck> ReadAsync(SeenHistory? seen, ProvenHeads heads, byte[] labelKey, CancellationToken cancellationToken)
    {
        var (entries, whole) = await ReadEntriesAsync(cancellationToken).ConfigureAwait(false);
        var (headSeq, commitment) = heads.Answer.Head is { } head
            ? (head.Seq, head.Commitment.ToByteArray())
            : (-1L, new byte[Commitment.SizeBytes]);
        if (DefectOf(entries, whole, headSeq, commitment, heads) is { } defect)
        {
            return defect;
        }

        if (seen is not null && (seen.HeadSeq > headSeq || !Stands(entries, seen.HeadSeq, seen.HeadCommitment)))
        {
            return Broken(
                HistoryDefect.HistoryForked, "前に確かめた記録が、書きかえられています。", At(entries, seen.HeadSeq), Place(seen.HeadSeq, seen.HeadCommitment), heads);
        }

        if (await UsesDifferAsync(entries, headSeq, heads, cancellationToken).ConfigureAwait(false) is { } differ)
        {
            return differ;
        }

        if (headSeq < 0)
        {
            return new HistoryCheck.NotYet();
        }

        if (HiddenTooLong(entries, heads.Heads.At) is { } hidden)
        {
            return Broken(HistoryDefect.HiddenTooLong, "法令によりお知らせできない期間を過ぎた記録が、開かれていません。", hidden.ToString(), "-", heads);
        }

        return new HistoryCheck.Whole(heads.Heads, headSeq + 1, entries.Count - headSeq - 1, new SeenHistory
        {
            LabelKey = labelKey,
            Checkpoint = heads.Proven.Checkpoint.Note,
            HeadsSeq = heads.Seq,
            HeadsCommitment = heads.Proven.Commitment,
            HeadSeq = headSeq,
            HeadCommitment = commitment,
        })
        {
            HiddenByLaw = entries.Count(entry => entry.IsHidden),
        };
    }

    // Its own time is not shown; it stands before an entry whose time is.
    private static ReadEntry? HiddenTooLong(List<ReadEntry> entries, DateTimeOffset now)
    {
        var last = entries.FindLastIndex(entry => entry.Entry is { } opened && opened.At + LawfulReading.LongestHidden < now);
        return entries.Take(Math.Max(0, last)).FirstOrDefault(entry => entry.IsHidden);
    }

    private static HistoryCheck.Broken? DefectOf(List<ReadEntry> entries, bool whole, long headSeq, byte[] commitment, ProvenHeads heads)
    {
        if (!whole || entries.Count <= headSeq)
        {
            return Broken(
                HistoryDefect.HistoryIncomplete,
                $"記録が {entries.Count} 件しか出てきませんが、台帳には少なくとも {headSeq + 1} 件あります。",
                entries.Count == 0 ? "-" : entries[^1].ToString(), Place(headSeq, commitment), heads);
        }

        if (!Stands(entries, headSeq, commitment))
        {
            return Broken(
                HistoryDefect.HistoryForked, "出てきた記録が、台帳にあるあなたの記録と違います。", At(entries, headSeq), Place(headSeq, commitment), heads);
        }

        // An entry below the size of the epoch that the epoch does not cover was cut off the chain when the heads were taken.
        return entries.Skip((int)headSeq + 1).FirstOrDefault(entry => entry.Index < heads.Heads.Size) is { } uncovered
            ? Broken(HistoryDefect.HeadNotCovered, "出てきた記録の一部が、公開されたまとめに入っていません。", uncovered.ToString(), Place(headSeq, commitment), heads)
            : null;
    }

    private async Task<HistoryCheck?> UsesDifferAsync(
        List<ReadEntry> entries, long headSeq, ProvenHeads heads, CancellationToken cancellationToken)
    {
        var expected = new ExpectedUses(entries.Take((int)headSeq + 1));
        await foreach (var use in uses(cancellationToken).ConfigureAwait(false))
        {
            if (use.Evidence is null || (use.Evidence.Index < heads.Heads.Size && !expected.TryTake(use)))
            {
                return UsesDiffer(use.Evidence is null ? "-" : Number(use.Evidence.Index), "-", heads);
            }
        }

        return expected.Left is { } index ? UsesDiffer("-", Number(index), heads) : null;
    }

    /// <summary>Her entries from the first on; false when one of them is not what must stand there, with those before it.</summary>
    private async Task<(List<ReadEntry> Entries, bool Whole)> ReadEntriesAsync(CancellationToken cancellationToken)
    {
        var entries = new List<ReadEntry>();
        await foreach (var wire in ListEntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!ReadEntry.TryRead(
                wire, _chain, entries.Count, entries.Count == 0 ? new byte[Commitment.SizeBytes] : entries[^1].Commitment, out var entry))
            {
                return (entries, false);
            }

            entries.Add(entry);
        }

        return (entries, true);
    }

    private async Task<GetHeadProofResponse?> AskHeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Call.RunAsync(
                "GetHeadProof", null, () => mine.GetHeadProofAsync(new GetHeadProofRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PdsException refusal) when (refusal.Reason == "NOT_FOUND")
        {
            return null;
        }
    }

    /// <summary>Asks for the label key of whoever <paramref name="mine"/> calls as.</summary>
    internal static async Task<byte[]> AskLabelKeyAsync(LedgerService.LedgerServiceClient mine, CancellationToken cancellationToken) => (await Call.RunAsync(
        "GetLabelKey", null, () => mine.GetLabelKeyAsync(new GetLabelKeyRequest(), cancellationToken: cancellationToken).ResponseAsync, cancellationToken)
        .ConfigureAwait(false)).LabelKey.ToByteArray();

    private IAsyncEnumerable<Wire> ListHeadsAsync(long first, CancellationToken cancellationToken) =>
        Paging.Walk<Wire>(async (token, cancel) =>
        {
            var ask = new ListHeadsRequest { PageSize = PageSize, PageToken = token, FirstSeq = first };
            var page = await Call.RunAsync(
                "ListHeads", null, () => anyone.ListHeadsAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Entries, page.NextPageToken);
        }, cancellationToken);

    private IAsyncEnumerable<Wire> ListEntriesAsync(CancellationToken cancellationToken) =>
        Paging.Walk<Wire>(async (token, cancel) =>
        {
            var ask = new ListEntriesRequest { PageSize = PageSize, PageToken = token };
            var page = await Call.RunAsync(
                "ListEntries", null, () => mine.ListEntriesAsync(ask, cancellationToken: cancel).ResponseAsync, cancel).ConfigureAwait(false);
            return (page.Entries, page.NextPageToken);
        }, cancellationToken);

    private static bool Stands(List<ReadEntry> entries, long seq, byte[] commitment) =>
        seq < 0 || (seq < entries.Count && entries[(int)seq].Commitment.AsSpan().SequenceEqual(commitment));

    private static string At(List<ReadEntry> entries, long seq) => seq >= 0 && seq < entries.Count ? entries[(int)seq].ToString() : "-";

    private static string Place(long seq, byte[] commitment) => $"{Number(seq)}:{Base64Url.Encode(commitment)}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static HistoryCheck.Broken ForkedHeads(string shown, string committed, ProvenHeads heads) => Broken(
        HistoryDefect.HeadsForked, "毎時の台帳のまとめが、あなたに見せたものと、みんなに見せたもので違います。", shown, committed, heads);

    private static HistoryCheck.Broken UsesDiffer(string shown, string committed, ProvenHeads heads) => Broken(
        HistoryDefect.UsesDiffer, "利用の一覧と、台帳にあるあなたの記録が合いません。", shown, committed, heads);

    private static HistoryCheck.Broken Broken(HistoryDefect defect, string message, string shown, string committed, ProvenHeads? heads) =>
        new(defect, message, shown, committed) { Evidence = heads?.Evidence };
}
