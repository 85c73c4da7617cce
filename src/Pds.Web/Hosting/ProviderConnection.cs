using Pds.Cryptography;

namespace Pds.Web.Hosting;

/// <summary>HTTP towards the identity provider: no proxy, no redirects, no cookies, ten seconds.</summary>
internal static class ProviderConnection
{
    /// <param name="root">The only authority to believe, DER; null for the machine's trust store.</param>
    public static HttpClient Open(byte[]? root)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = root is null };
        if (root is not null)
        {
            handler.SslOptions = PinnedTls.ForClient(root);
        }

        return new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 128 * 1024 };
    }
}
