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
            var statuses = await StatusRow.ReadListAsync(recorder.Rows, list, cancellationToken).ConfigureAwait(false);
            tokens[list] = StatusListToken.Issue(
                signer, StatusPlace.UriOf(signer.Issuer, list), statuses, recorder.Clock.GetUtcNow(), recorder.Origin, recorder.Latest.Size);
        }

        return newest + 1;
    }
}
