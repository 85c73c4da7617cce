using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;
using Pds.Cryptography;
using Pds.Web.SignIn;

namespace Pds.Web.Residents;

/// <summary>
/// Where somebody was when her session had ended, and what she had answered there. After the sign-in she is led back and finds her answer in the
/// form, unsent: a session that ended must not lose what an old hand took ten minutes to choose, and nothing is sent that she does not send.
/// There is no address of return in any link, so none can be forged. In memory, 30 minutes, at most 10,000.
/// </summary>
internal sealed class Kept(TimeProvider clock)
{
    /// <summary>The cookie that names it.</summary>
    public const string Cookie = "__Host-pds-kept";

    private const string Home = "/home";
    private const int Most = 10_000;
    private const int MostFields = 100;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, KeptAnswer> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps where this request wanted to go, with its form, and leads to the sign-in.</summary>
    public async Task RedirectAsync(HttpContext context)
    {
        var request = context.Request;
        var form = HttpMethods.IsPost(request.Method) && request.HasFormContentType
            ? (await request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false)).Where(field => field.Key != "form_token").Take(MostFields).ToDictionary(field => field.Key, field => field.Value)
            : [];
        Sweep();
        var id = Base64Url.Encode(RandomSource.Bytes(32));
        _kept[id] = new KeptAnswer(request.Path, form, clock.GetUtcNow() + Life);
        context.Response.Cookies.Append(Cookie, id, new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = Life, IsEssential = true });
        context.Response.Redirect(StaffTickets.IsStaffs(request.Path) ? StaffTickets.SignInPath : "/sign-in");
    }

    /// <summary>Where to go after the sign-in: one of our own paths.</summary>
    public string ReturnOf(HttpContext context) =>
        PathOf(context) is { } path && path != "/sign-in" && !StaffTickets.IsStaffs(path) ? path : Home;

    /// <summary>The same after a sign-in of staff: one of the pages for staff.</summary>
    public string StaffReturnOf(HttpContext context) =>
        PathOf(context) is { } path && path != StaffTickets.SignInPath && StaffTickets.IsStaffs(path) ? path : StaffTickets.HomePath;

    /// <summary>Whether an answer waits to be looked at again.</summary>
    public bool HasAnswer(HttpContext context) => Find(context) is { Form.Count: > 0 };

    /// <summary>Takes the answer that was given at this address, once.</summary>
    public IReadOnlyDictionary<string, StringValues>? Take(HttpContext context)
    {
        if (Find(context) is not { Form.Count: > 0 } kept || kept.Path != context.Request.Path)
        {
            return null;
        }

        _kept.TryRemove(context.Request.Cookies[Cookie]!, out _);
        context.Response.Cookies.Delete(Cookie, new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });
        return kept.Form;
    }

    private string? PathOf(HttpContext context) =>
        Find(context)?.Path is { } path && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) ? path : null;

    private KeptAnswer? Find(HttpContext context) =>
        context.Request.Cookies[Cookie] is { } id && _kept.TryGetValue(id, out var kept) && kept.Until > clock.GetUtcNow() ? kept : null;

    private void Sweep()
    {
        foreach (var (id, kept) in _kept)
        {
            if (kept.Until < clock.GetUtcNow() || _kept.Count >= Most)
            {
                _kept.TryRemove(id, out _);
            }
        }
    }

    private sealed record KeptAnswer(string Path, IReadOnlyDictionary<string, StringValues> Form, DateTimeOffset Until);
}
