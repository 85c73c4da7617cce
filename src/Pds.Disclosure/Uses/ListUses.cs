using Pds.Ledger;

namespace Pds.Disclosure;

/// <summary>
/// The history of uses: to a resident every use and every attempt, read from their own chain, which is complete by construction (I-26); to a
/// recipient its own uses and nobody else's.
/// </summary>
public sealed class ListUses(Recorder recorder)
{
    // A page stops after looking at this many entries or rows, so that a narrow filter over a long history stays bounded.
    private const int MaxLooked = 1000;

    /// <summary>A page of a resident's uses, oldest first.</summary>
    /// <param name="resident">The authenticated resident.</param>
    /// <param name="filter">Which uses.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<UsePage> OfResidentAsync(
        ResidentId resident, UseFilter filter, long? cursor, int limit, CancellationToken cancellationToken)
    {
        var chain = ChainId.Resident(resident);
        var first = cursor ?? (filter.From is { } from ? recorder.SeqBefore(chain, from) : -1);
        var (uses, looked, last, hidden, now) = (new List<Use>(), 0, first, 0L, recorder.Clock.GetUtcNow());
        var entries = recorder.ReadChainAsync(chain, last, MaxLooked, new Reader.Owner(), cancellationToken);
        await foreach (var opened in entries)
        {
            (looked, last) = (looked + 1, opened.Seq);
            hidden += opened.Entry is LawfulReading lawful && lawful.IsHidden(now) ? 1 : 0;
            if (await UseOfAsync(opened, cancellationToken) is { } use && filter.Covers(use))
            {
                uses.Add(use);
            }

            if (uses.Count == limit)
            {
                return new UsePage(uses, last) { HiddenByLaw = hidden };
            }
        }

        return new UsePage(uses, looked < MaxLooked ? null : last) { HiddenByLaw = hidden };
    }

    /// <summary>A page of a recipient's own uses, oldest first.</summary>
    /// <param name="recipient">The authenticated organisation.</param>
    /// <param name="filter">Which uses.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<UsePage> OfRecipientAsync(
        OrganizationId recipient, UseFilter filter, long? cursor, int limit, CancellationToken cancellationToken)
    {
        var uses = new List<Use>();
        var rows = await recorder.Rows.ListAsync(
            Table.Intents, LinkColumn.Other, recipient.ToString(), cursor ?? 0, MaxLooked, cancellationToken);
        foreach (var row in rows)
        {
            if (UseOf(IntentRow.FromBytes(row.Body), row.Ordinal) is var use && filter.Covers(use))
            {
                uses.Add(use);
            }

            if (uses.Count == limit)
            {
                return new UsePage(uses, row.Ordinal);
            }
        }

        return new UsePage(uses, rows.Count < MaxLooked ? null : rows[^1].Ordinal);
    }

    // An intent says that data was to be read; its row says how that ended, whichever page the ending would be on.
    private async ValueTask<Use?> UseOfAsync(OpenedEntry opened, CancellationToken cancellationToken) => opened.Entry switch
    {
        DisclosureIntended intended when await recorder.Rows.FindAsync(
            IntentRow.KeyOf(IntentRow.CallOf(intended.Call)), cancellationToken) is { } row =>
            UseOf(IntentRow.FromBytes(row.Body), opened.Seq),
        DisclosureIntended intended => new Use(
            intended.Grant, intended.Recipient, intended.Purpose, intended.At, UseOutcome.Intended, intended.Fields, 0, null, 1,
            opened.Index, opened.Seq),
        DisclosureRefused refused => new Use(
            refused.Grant, refused.Recipient, null, refused.At, UseOutcome.Refused, [], 0, refused.Reason, refused.Count,
            opened.Index, opened.Seq)
        {
            Rule = refused.Rule, Over = refused.Over,
        },
        _ => null,
    };

    private static Use UseOf(IntentRow row, long cursor) => new(
        row.GrantId, row.RecipientId, row.Purpose, Instant.TryParse(row.At, out var at) ? at : default, OutcomeOf(row), row.Fields,
        row.State == IntentRow.Disclosed ? row.Records : 0, row.Reason, 1, row.Index, cursor);

    private static UseOutcome OutcomeOf(IntentRow row) => row.State switch
    {
        IntentRow.Disclosed => UseOutcome.Disclosed,
        IntentRow.Stopped => UseOutcome.Stopped,
        _ => UseOutcome.Intended,
    };
}

/// <summary>Which uses to list; null members let everything through.</summary>
/// <param name="Grant">Only this consent.</param>
/// <param name="From">Only at or after this instant.</param>
/// <param name="Until">Only before this instant.</param>
public sealed record UseFilter(GrantId? Grant = null, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    internal bool Covers(Use use) =>
        (Grant is null || use.Grant == Grant) && (From is null || use.At >= From) && (Until is null || use.At < Until);
}
