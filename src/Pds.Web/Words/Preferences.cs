namespace Pds.Web;

/// <summary>How somebody wants to read: size of letters and readings over difficult words. Kept in this browser only, and nothing else is.</summary>
internal sealed class Preferences(IHttpContextAccessor context)
{
    /// <summary>The cookie's name. It says nothing about a person, so it stays for a year.</summary>
    public const string Cookie = "__Host-pds-reading";

    /// <summary>The sizes, smallest first.</summary>
    public static readonly IReadOnlyList<string> Sizes = ["normal", "large", "largest"];

    private string[]? _parts;

    // Asked for with every word of a page.
    private string[] Parts => _parts ??= (context.HttpContext?.Request.Cookies[Cookie] ?? "").Split('.', 3);

    /// <summary>One of <see cref="Sizes"/>.</summary>
    public string Size => Sizes.FirstOrDefault(size => size == Parts[0]) ?? Sizes[0];

    /// <summary>Whether readings stand over difficult words.</summary>
    public bool Furigana => Parts is [_, "furigana", ..];

    /// <summary>Keeps a choice.</summary>
    public static void Keep(HttpContext context, string size, bool furigana) => context.Response.Cookies.Append(
        Cookie,
        (Sizes.Contains(size) ? size : Sizes[0]) + (furigana ? ".furigana" : ".plain"),
        new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = TimeSpan.FromDays(365), IsEssential = true });
}
