namespace Pds.Web.Hosting;

/// <summary>The one script, and the pages that may run it: those that ask for a passkey say so, and no other page's policy allows any.</summary>
internal static class PasskeyScript
{
    private static readonly Asset Script = new("passkeys.js", "text/javascript; charset=utf-8");
    private static readonly object Allowed = new();

    /// <summary>Where it is served.</summary>
    public static string Path => Script.Path;

    /// <summary>Its address, such as <c>/passkeys.js?v=3fA…</c>.</summary>
    public static string Address => Script.Address;

    public static Task ServeAsync(HttpContext context) => Script.ServeAsync(context);

    /// <summary>This page asks for a passkey.</summary>
    public static void Allow(HttpContext context) => context.Items[Allowed] = true;

    /// <summary>This answer is another page after all.</summary>
    public static void Forbid(HttpContext context) => context.Items.Remove(Allowed);

    /// <summary>Whether the page of this answer may run it.</summary>
    public static bool IsAllowed(HttpContext context) => context.Items.ContainsKey(Allowed);
}
