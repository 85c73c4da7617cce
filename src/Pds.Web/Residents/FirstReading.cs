using Pds.Client;
using Pds.Web.City;

namespace Pds.Web.Residents;

/// <summary>
/// What all pages of a session begin from, read while she signs in: the sign-in waits for a provider and for the disk anyway, and no page after it has more to read
/// than what is new. What cannot be read now the first page asks for again, and says why not.
/// </summary>
internal sealed class FirstReading(Resident resident, ConsentReading consents, RecordReading records, HistoryReading history, TimeProvider clock)
{
    /// <summary>Reads for the session that just began.</summary>
    public async Task RunAsync(ResidentSession session, CancellationToken cancellationToken)
    {
        resident.Begin(session);
        try
        {
            await consents.WaitingAsync(cancellationToken).ConfigureAwait(false);
            await records.ListAsync(cancellationToken).ConfigureAwait(false);
            await history.UsesAsync(clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
        catch (PdsException)
        {
            // Said by the page that needs it.
        }
    }
}
