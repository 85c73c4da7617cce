using System.Collections.Concurrent;
using System.Text;
using Pds.Cryptography;
using Pds.Web.Hosting;

namespace Pds.Web.SignIn;

/// <summary>
/// The ways to the provider that are under way: at most 20,000, each for ten minutes, each bound to the browser it began in. The answer
/// (code and state) in another browser is worth nothing, so nobody can be signed in as somebody else by pressing a link.
/// </summary>
internal sealed class Flows(IdentityProvider provider, WebPlaces places, TimeProvider clock)
{
    /// <summary>Where the provider sends browsers back to.</summary>
    public const string CallbackPath = "/sign-in/callback";

    private const string Cookie = "__Host-pds-way";
    private const int MaxFlows = 20_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Flow> _open = new(StringComparer.Ordinal);

    private string RedirectUri => places.Own + CallbackPath;

    /// <summary>Begins one and returns the provider's address to send the browser to.</summary>
    /// <param name="context">The browser's request.</param>
    /// <param name="nonce">What the ID token must carry.</param>
    /// <param name="finish">What to do with it.</param>
    /// <exception cref="ProviderException">The provider cannot be reached.</exception>
    public async Task<string> BeginAsync(HttpContext context, string nonce, Func<HttpContext, string, Task<string>> finish)
    {
        Sweep();
        var flow = new Flow
        {
            State = Base64Url.Encode(RandomSource.Bytes(16)),
            Verifier = Base64Url.Encode(RandomSource.Bytes(32)),
            Nonce = nonce,
            Browser = Sha256.Hash(Encoding.ASCII.GetBytes(BrowserOf(context))),
            Finish = finish,
            Until = clock.GetUtcNow() + Life,
        };
        var address = await provider.AuthorizeAsync(flow, RedirectUri, context.RequestAborted).ConfigureAwait(false);
        _open[flow.State] = flow;
        return address;
    }

    /// <summary>
    /// Takes the provider's answer. Null when it is none of a way that began in this browser. The code is used once: whoever comes back a second
    /// time, by a double press or the browser's own "again", is led to where the first time led.
    /// </summary>
    /// <exception cref="ProviderException">The provider refused, or the person went back.</exception>
    public async Task<string?> FinishAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["state"] is not [{ Length: > 0 } state]
            || !_open.TryGetValue(state, out var flow)
            || flow.Until < clock.GetUtcNow()
            || context.Request.Cookies[Cookie] is not { } browser
            || !FixedTime.Equals(flow.Browser, Sha256.Hash(Encoding.ASCII.GetBytes(browser))))
        {
            return null;
        }

        Task<string> outcome;
        lock (flow)
        {
            outcome = flow.Outcome ??= RunAsync(context, flow, query["code"], query["iss"]);
        }

        return await outcome.ConfigureAwait(false);
    }

    private async Task<string> RunAsync(HttpContext context, Flow flow, string? code, string? issuer)
    {
        await Task.Yield();
        if (string.IsNullOrEmpty(code))
        {
            throw new ProviderException("no code");
        }

        var token = await provider.RedeemAsync(code, issuer, flow, RedirectUri, CancellationToken.None).ConfigureAwait(false);
        return await flow.Finish(context, token).ConfigureAwait(false);
    }

    // Lax, because the provider's answer is a navigation from another site; Strict would hold the cookie back exactly then.
    private static string BrowserOf(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { Length: 43 } known)
        {
            return known;
        }

        var fresh = Base64Url.Encode(RandomSource.Bytes(32));
        context.Response.Cookies.Append(Cookie, fresh, new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true });
        return fresh;
    }

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        foreach (var (state, flow) in _open)
        {
            if (flow.Until < now || _open.Count > MaxFlows)
            {
                _open.TryRemove(state, out _);
            }
        }
    }
}
