using Pds.Ledger;

namespace Pds.Server.Sessions;

/// <summary>Signs out: one session or all of a resident. Once it returns, no call in an ended session that starts later is answered.</summary>
internal sealed class EndSessions(Recorder recorder)
{
    /// <summary>Those of a resident that live, oldest first.</summary>
    public async ValueTask<IReadOnlyList<LiveSession>> ListAsync(ResidentId resident, CancellationToken cancellationToken)
    {
        var now = recorder.Clock.GetUtcNow();
        var all = await SessionRow.OfResidentAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(session => session.Lives(now))];
    }

    /// <summary>Ends one of a resident's; a stranger's and none are ended alike, by doing nothing.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be ended now.</exception>
    public async ValueTask EndAsync(ResidentId resident, string sessionId, CancellationToken cancellationToken)
    {
        var all = await SessionRow.OfResidentAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false);
        await EndAsync([.. all.Where(session => session.Id == sessionId)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends all of a resident's, on every host.</summary>
    /// <returns>How many lived.</returns>
    /// <exception cref="LedgerUnavailableException">They cannot be ended now.</exception>
    public async ValueTask<int> EndAllAsync(ResidentId resident, CancellationToken cancellationToken)
    {
        var now = recorder.Clock.GetUtcNow();
        var lived = 0;
        while (await SessionRow.OfResidentAsync(recorder.Rows, resident, cancellationToken).ConfigureAwait(false) is { Count: > 0 } some)
        {
            lived += some.Count(session => session.Lives(now));
            await EndAsync([.. some.Take(Command.MaxChanges)], cancellationToken).ConfigureAwait(false);
        }

        return lived;
    }

    // Whatever version stands: a use noted in this moment must not keep it alive. If the power fails before this line returns, they may live;
    // the resident was not told otherwise.
    private async ValueTask EndAsync(IReadOnlyList<LiveSession> sessions, CancellationToken cancellationToken)
    {
        if (sessions.Count > 0)
        {
            await recorder.RecordAsync(
                new Command([.. sessions.Select(session => new Change.Delete(SessionRow.Key(session.SecretHash)))], []), cancellationToken).ConfigureAwait(false);
        }
    }
}
