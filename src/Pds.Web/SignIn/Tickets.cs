using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Residents;

namespace Pds.Web.SignIn;

/// <summary>The residents' sessions.</summary>
internal sealed class Tickets(TimeProvider clock, ShownHistories shown) : TicketStore(clock)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "__Host-pds-session";

    private const string SecretItem = "pds-session";
    private const string SignInClaim = "pds-sign-in";

    /// <summary>Signs somebody in, in this browser. Whoever was signed in here before is signed out first.</summary>
    public static async Task SignInAsync(HttpContext context, ResidentSession session)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, session.Facts!.ResidentId), new Claim(SignInClaim, session.Facts.SignIn.ToString())],
            CookieAuthenticationDefaults.AuthenticationScheme);
        var properties = new AuthenticationProperties { IsPersistent = false };
        properties.Items[SecretItem] = session.Secret;

        // A cookie from before the sign-in must not become the signed-in one (session fixation): a new id each time.
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity), properties).ConfigureAwait(false);
        await context.RequestServices.GetRequiredService<FirstReading>().RunAsync(session).ConfigureAwait(false);
    }

    /// <summary>
    /// Goes on in this browser as somebody's helper, proxy or guardian, or as oneself again (null). The same session with another name in its ticket: a form
    /// that was opened before belongs to the other name and is refused, so that nothing meant for oneself is done for somebody else.
    /// </summary>
    public static async Task ActAsync(HttpContext context, ActingFor? acting)
    {
        var ticket = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
        var self = context.User.FindFirstValue(ClaimTypes.NameIdentifier)!.Split(' ')[0];
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, acting is null ? self : $"{self} {acting.MandateId}"), .. context.User.FindAll(SignInClaim), .. acting?.Claims ?? []],
            CookieAuthenticationDefaults.AuthenticationScheme);
        var properties = new AuthenticationProperties { IsPersistent = false };
        properties.Items[SecretItem] = ticket.Properties!.Items[SecretItem];
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity), properties).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    private protected override void Forget(AuthenticationTicket ticket)
    {
        if (ticket.Properties.Items.TryGetValue(SecretItem, out var secret) && secret is not null)
        {
            shown.Forget(secret);
        }
    }

    /// <summary>
    /// Whether she signed in by a letter's code, as the city's server told at the sign-in: pages then offer what she may, and the server refuses the rest.
    /// </summary>
    public static bool IsByLetter(HttpContext context) => context.User.HasClaim(SignInClaim, nameof(SignInKind.Letter));

    /// <summary>The secret of the session that a request belongs to; null without one.</summary>
    public static async Task<string?> SecretOfAsync(HttpContext context) =>
        (await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false)).Properties?.Items[SecretItem];
}
