using Pds.Ledger;

namespace Pds.Consent;

/// <summary>Whether somebody may do something under a mandate now, with the register asked at this moment.</summary>
public static class ReadMandate
{
    /// <summary>
    /// The mandate, for the first of <paramref name="acts"/> that it allows. MANDATE_NOT_ACCEPTED for none, another's, and one that does not count;
    /// OUTSIDE_MANDATE for one that allows none of them.
    /// </summary>
    /// <param name="rows">Mandates and register.</param>
    /// <param name="actor">Who is signed in.</param>
    /// <param name="named">The mandate as she names it.</param>
    /// <param name="acts">Any of these will do; none for what nobody does for another.</param>
    /// <param name="now">When, UTC.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async ValueTask<Outcome<Mandate>> ForAsync(
        IRowReader rows, ResidentId actor, string named, IReadOnlyList<MandateAct> acts, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acts);
        if (!MandateId.TryParse(named, out var id)
            || await MandateRow.FindAsync(rows, id, cancellationToken).ConfigureAwait(false) is not { } mandate || mandate.Actor != actor)
        {
            return RefusalReason.MandateNotAccepted;
        }

        var facts = new MandateFacts(await RegisterRow.ReadAsync(rows, mandate.Resident, cancellationToken).ConfigureAwait(false));
        var rules = (acts.Count == 0 ? Enum.GetValues<MandateAct>() : acts).Select(act => MandateRules.FirstFailing(mandate, act, now, facts)).ToList();
        return acts.Count > 0 && rules.Contains(null) ? mandate
            : rules.Any(rule => rule is { } one && MandateRules.ReasonOf(one) == RefusalReason.MandateNotAccepted) ? RefusalReason.MandateNotAccepted
            : RefusalReason.OutsideMandate;
    }

    /// <summary>
    /// What a yes under a mandate must find unchanged in its own transaction; or why it is refused: MANDATE_NOT_ACCEPTED, OUTSIDE_MANDATE.
    /// </summary>
    /// <param name="rows">Mandates, register and consents.</param>
    /// <param name="under">The mandate as the call found it.</param>
    /// <param name="grant">What is said yes to.</param>
    /// <param name="now">When, UTC.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal static async ValueTask<Outcome<IReadOnlyList<Change>>> ForGrantAsync(
        IRowReader rows, Mandate under, Grant grant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var register = await RegisterRow.ReadAsync(rows, under.Resident, cancellationToken).ConfigureAwait(false);
        var subject = new MandateSubject(
            grant.Dataset.Code.ToString(), grant.Purpose.Code.ToString(), await ExtendsAsync(rows, grant, cancellationToken).ConfigureAwait(false));
        return MandateRules.FirstFailing(under, MandateAct.Grant, now, new MandateFacts(register, subject)) is { } rule
            ? MandateRules.ReasonOf(rule)
            : new Outcome<IReadOnlyList<Change>>.Done([MandateRow.Stands(under), .. RegisterRow.Stands(under.Resident, register)]);
    }

    // A second yes to the same purpose, under whichever version, while the first is in force.
    private static async ValueTask<bool> ExtendsAsync(IRowReader rows, Grant grant, CancellationToken cancellationToken)
    {
        long after = 0;
        while (await GrantRow.OfResidentAsync(rows, grant.Resident, after, IRowReader.MaxRows, cancellationToken).ConfigureAwait(false)
            is { Count: > 0 } page)
        {
            if (page.Any(one => one.Id != grant.Id && one.Purpose.Code == grant.Purpose.Code && one.State is (GrantState.Active or GrantState.Paused)))
            {
                return true;
            }

            after = page[^1].Ordinal;
        }

        return false;
    }
}
