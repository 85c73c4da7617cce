using System.Collections.Concurrent;
using Pds.Consent;
using Pds.Protocol.V1;

namespace Pds.Client;

/// <summary>
/// Which dataset a purpose is tied to. A version of a purpose never changes, so each is asked for once; what was learned when a receipt was
/// kept stands in the receipt book, and a later delivery of anything else is refused.
/// </summary>
internal sealed class PurposeDatasets(CatalogService.CatalogServiceClient catalog)
{
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>"code@version" of the dataset.</summary>
    /// <exception cref="Grpc.Core.RpcException">The server cannot be reached, or knows no such purpose.</exception>
    public async Task<string> OfAsync(PurposeVersion purpose, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(purpose.ToString(), out var dataset))
        {
            return dataset;
        }

        var ask = new GetPurposeRequest { Code = purpose.Code.ToString(), Version = purpose.Version };
        var answer = await catalog.GetPurposeAsync(ask, cancellationToken: cancellationToken).ResponseAsync.ConfigureAwait(false);
        return _known.GetOrAdd(purpose.ToString(), answer.Dataset);
    }
}
