using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Pds.Cryptography;

namespace Pds.Web.SignIn;

/// <summary>
/// Something begun in one browser and not ended: in this process's memory, named by a cookie that no script and no other browser has, for a while; at
/// most 10,000. A newer one takes the place of an older.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="cookie">The cookie's name, after <c>__Host-pds-</c>.</param>
/// <param name="life">For how long.</param>
/// <param name="clock">Says when that is over.</param>
internal abstract class BrowserBound<T>(string cookie, TimeSpan life, TimeProvider clock)
    where T : class
{
    private const int Most = 10_000;
    private readonly string _cookie = "__Host-pds-" + cookie;
    private readonly ConcurrentDictionary<string, (T Value, DateTimeOffset Until)> _open = new(StringComparer.Ordinal);

    /// <summary>Begins one.</summary>
    public void Begin(HttpContext context, T value)
    {
        foreach (var (old, one) in _open)
        {
            if (one.Until < clock.GetUtcNow() || _open.Count >= Most)
            {
                _open.TryRemove(old, out _);
            }
        }

        var id = Base64Url.Encode(RandomSource.Bytes(32));
        _open[id] = (value, clock.GetUtcNow() + life);
        context.Response.Cookies.Append(_cookie, id, Settings(life));
    }

    /// <summary>The one of this browser; null when there is none or it is too old.</summary>
    public T? Find(HttpContext context) =>
        context.Request.Cookies[_cookie] is { } id && _open.TryGetValue(id, out var one) && one.Until > clock.GetUtcNow() ? one.Value : null;

    /// <summary>Ends it; false when it was none, or somebody else ended it in this moment.</summary>
    public bool TryEnd(HttpContext context, [NotNullWhen(true)] out T? value)
    {
        value = Find(context);
        if (context.Request.Cookies[_cookie] is not { } id)
        {
            return false;
        }

        context.Response.Cookies.Delete(_cookie, Settings(null));
        return _open.TryRemove(id, out _) && value is not null;
    }

    private static CookieOptions Settings(TimeSpan? life) =>
        new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = life, IsEssential = true };
}
