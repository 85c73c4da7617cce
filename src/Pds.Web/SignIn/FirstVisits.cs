using System.Collections.Concurrent;
using Pds.Cryptography;

namespace Pds.Web.SignIn;

/// <summary>
/// People whom the provider knows and the city does not yet: they are asked for the code of their letter, and the same sign-in goes on with it.
/// Bound to the browser; ten minutes, as long as the challenge lives; at most 10,000.
/// </summary>
internal sealed class FirstVisits(TimeProvider clock)
{
    /// <summary>Where the code is asked for.</summary>
    public const string Path = "/first-visit";

    private const string Cookie = "__Host-pds-first";
    private const int Most = 10_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, FirstVisit> _open = new(StringComparer.Ordinal);

    /// <summary>Begins one.</summary>
    public void Begin(HttpContext context, string challenge, string idToken)
    {
        foreach (var (old, visit) in _open)
        {
            if (visit.Until < clock.GetUtcNow() || _open.Count >= Most)
            {
                _open.TryRemove(old, out _);
            }
        }

        var id = Base64Url.Encode(RandomSource.Bytes(32));
        _open[id] = new FirstVisit(challenge, idToken, clock.GetUtcNow() + Life);
        context.Response.Cookies.Append(Cookie, id, Settings(Life));
    }

    /// <summary>The one of this browser; null when there is none or it is too old.</summary>
    public FirstVisit? Find(HttpContext context) =>
        context.Request.Cookies[Cookie] is { } id && _open.TryGetValue(id, out var visit) && visit.Until > clock.GetUtcNow() ? visit : null;

    /// <summary>Ends it.</summary>
    public void End(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } id)
        {
            _open.TryRemove(id, out _);
        }

        context.Response.Cookies.Delete(Cookie, Settings(null));
    }

    private static CookieOptions Settings(TimeSpan? life) =>
        new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = life, IsEssential = true };
}
