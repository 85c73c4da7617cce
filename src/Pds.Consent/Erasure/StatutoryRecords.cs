using Pds.Ledger;

namespace Pds.Consent;

/// <summary>
/// How long a resident's history is a record that a law asks for: APPI article 29 (the giver's record of a provision) and 30 (the receiver's check),
/// with articles 21 and 25 of its Enforcement Rules. Every disclosure to another body is a record of its own here, and such records are kept three
/// years from the day of the provision (item 3 of both). The class of one year is for records that a contract with the person stands in for
/// (item 1); nothing here says so of any purpose, and three years cover it. What the city's own offices received is no provision to a third party.
/// </summary>
public sealed class StatutoryRecords(Recorder recorder)
{
    /// <summary>Years a record is kept, from the day of the provision.</summary>
    public const int Years = 3;

    /// <summary>
    /// The first instant at which no disclosure of this resident is a record any more (half-open, UTC; the end of a Tokyo day); null when none
    /// ever was. Reads her chain through and shows nothing to anybody.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read now.</exception>
    public async ValueTask<DateTimeOffset?> DueUntilAsync(ResidentId resident, CancellationToken cancellationToken = default)
    {
        DateTimeOffset? until = null;
        var ours = new Dictionary<OrganizationId, bool>();
        long after = -1;
        for (var more = true; more;)
        {
            more = false;
            await foreach (var opened in recorder.ReadChainAsync(
                ChainId.Resident(resident), after, Recorder.MaxReadEntries, new Reader.Recovery(), cancellationToken).ConfigureAwait(false))
            {
                (more, after) = (true, opened.Seq);
                if (await IsRecordAsync(ours, opened.Entry, cancellationToken).ConfigureAwait(false)
                    && EndOf(opened.Entry.At) is var end && (until is null || end > until))
                {
                    until = end;
                }
            }
        }

        return until;
    }

    /// <summary>When the record of a provision may go: after the same civil day, three years later, in Tokyo.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset providedAt) => TokyoTime.EndOf(TokyoTime.DateOf(providedAt).AddYears(Years));

    // What went out under a law is a record too, and one that its resident was not told of must be there when she may be.
    private async ValueTask<bool> IsRecordAsync(Dictionary<OrganizationId, bool> ours, LedgerEntry entry, CancellationToken cancellationToken) => entry switch
    {
        Disclosed disclosed => !await IsOursAsync(ours, disclosed.Recipient, cancellationToken).ConfigureAwait(false),
        LawfulReading => true,
        _ => false,
    };

    // Stewards and reviewers are the city itself. An organisation that is not known any more is taken for another body.
    private async ValueTask<bool> IsOursAsync(Dictionary<OrganizationId, bool> known, OrganizationId id, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(id, out var isOurs))
        {
            var organization = await OrganizationRow.FindAsync(recorder.Rows, id, cancellationToken).ConfigureAwait(false);
            known[id] = isOurs = organization is not null && (organization.Has(OrganizationRole.Steward) || organization.Has(OrganizationRole.Reviewer));
        }

        return isOurs;
    }
}
