using System.Collections.Concurrent;
using Pds.Consent;
using Pds.Ledger;

namespace Pds.Server.Background;

/// <summary>
/// The published status lists. All changes of a minute appear together, so that a list's timing does not tell which resident acted when.
/// Readers get the token last signed; the gate never relies on it.
/// </summary>
internal sealed class StatusLists(Recorder recorder, ReceiptSigner signer, StatusNumbers numbers)
{
    private readonly ConcurrentDictionary<int, string> tokens = new();

    /// <summary>The token of a list last published; null when there is no such list.</summary>
    public string? Find(int list) => tokens.GetValueOrDefault(list);

    /// <summary>Signs every list anew.</summary>
    /// <returns>How many.</returns>
    public async ValueTask<int> PublishAsync(CancellationToken cancellationToken)
    {
        var newest = numbers.NewestList;
        for (var list = 0; list <= newest; list++)
        {
            tokens[list] = await SignAsync(recorder.Rows, list, cancellationToken).ConfigureAwait(false);
        }

        return newest + 1;
    }

    /// <summary>Signs one list as the rows hold it.</summary>
    internal async ValueTask<string> SignAsync(IRowReader rows, int list, CancellationToken cancellationToken)
    {
        // The size first: an act between the two reads is then in the list and not yet in the size. The other way round the city would
        // sign that a ledger with the withdrawal in it still says VALID.
        var size = recorder.Latest.Size;
        var statuses = await StatusRow.ReadListAsync(rows, list, cancellationToken).ConfigureAwait(false);
        return StatusListToken.Issue(
            signer, StatusPlace.UriOf(signer.Issuer, list), statuses, recorder.Clock.GetUtcNow(), recorder.Origin, size);
    }
}
