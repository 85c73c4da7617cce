using Pds.Client;
using Pds.Web.City;

namespace Pds.Web.Residents;

/// <summary>
/// What all pages of a session begin from, read while she signs in: the sign-in waits for a provider and for the disk anyway, and no page after it has more to read
/// than what is new. What cannot be read now the first page asks for again, and says why not.
/// </summary>
internal sealed class FirstReading(Resident resident, ConsentReading consents, RecordReading records, HistoryReading history, TimeProvider clock)
{
    /// <summary>Reads for the session that just began; not stopped by a browser that went away, because a second press waits for the same sign-in.</summary>
    public async Task RunAsync(ResidentSession session)
    {
        resident.Begin(session);
        try
        {
            await consents.WaitingAsync(CancellationToken.None).ConfigureAwait(false);
            await records.ListAsync(CancellationToken.None).ConfigureAwait(false);
            await history.UsesAsync(clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (PdsException)
        {
            // Said by the page that needs it.
        }
    }
}
