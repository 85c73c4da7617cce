using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Auditor.Watch;

/// <summary>
/// A published log behind an address: <c>GET</c>, no redirects, bounded bytes and seconds. What comes back is believed by its hashes, never by
/// where it came from.
/// </summary>
internal sealed class HttpTileSource : ITileSource, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient http;
    private readonly Uri address;

    /// <summary>A source for a log's address.</summary>
    /// <param name="address">The address that <c>checkpoint</c> is below; http or https.</param>
    /// <param name="authority">The only certificate authority believed, DER; null for the machine's own list.</param>
    public HttpTileSource(Uri address, byte[]? authority)
    {
        this.address = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !address.IsLoopback,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (authority is not null)
        {
            handler.SslOptions = PinnedTls.ForClient(authority);
        }

        http = new HttpClient(handler) { Timeout = Patience };
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(address, path), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return (int)answer.StatusCode switch
            {
                200 => await ReadAsync(answer.Content, path, maxBytes, cancellationToken).ConfigureAwait(false),
                404 => null,
                var status => throw new IOException($"{new Uri(address, path)} answered {status}."),
            };
        }
        catch (HttpRequestException failure)
        {
            throw new IOException($"{new Uri(address, path)} cannot be read: {failure.Message}", failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{new Uri(address, path)} did not answer within {Patience.TotalSeconds} s.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    // The length announced is not believed: one byte more than may be is enough to refuse.
    private static async Task<byte[]> ReadAsync(HttpContent content, string path, int maxBytes, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        using var body = await content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
        var buffer = new byte[maxBytes + 1];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, deadline.Token).ConfigureAwait(false);
        return read <= maxBytes ? buffer[..read] : throw new InvalidDataException($"The file {path} has more than {maxBytes} bytes.");
    }
}
