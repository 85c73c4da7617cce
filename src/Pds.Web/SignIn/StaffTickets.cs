using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Pds.Client;
using Pds.Protocol.V1;

namespace Pds.Web.SignIn;

/// <summary>
/// The sessions of staff. Another scheme, another cookie and another store than the residents': a browser can hold both, and neither is ever taken
/// for the other. The roles in a ticket choose which pages are shown; what they allow is decided by the city's server at each call.
/// </summary>
internal sealed class StaffTickets(TimeProvider clock) : TicketStore(clock)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "__Host-pds-staff";

    /// <summary>The authentication scheme.</summary>
    public const string Scheme = "staff";

    /// <summary>The claim that holds a role.</summary>
    public const string RoleClaim = "pds-staff-role";

    /// <summary>Where staff sign in.</summary>
    public const string SignInPath = "/staff/sign-in";

    /// <summary>Where staff begin.</summary>
    public const string HomePath = "/staff";

    private const string IdClaim = "pds-staff-id";
    private const string NameClaim = "pds-staff-name";
    private const string SecretItem = "pds-staff-session";
    private static readonly string[] Folders = [HomePath, "/desk", "/steward"];

    /// <summary>Whether a page is one for staff.</summary>
    public static bool IsStaffs(PathString path) => Folders.Any(folder => path.StartsWithSegments(folder, StringComparison.OrdinalIgnoreCase));

    /// <summary>Signs somebody of the staff in, in this browser; a new id each time.</summary>
    public static async Task SignInAsync(HttpContext context, StaffSession session)
    {
        var self = session.Self!;
        Claim[] claims =
        [
            new(IdClaim, self.StaffId), new(NameClaim, self.NameJa), .. self.Roles.Select(role => new Claim(RoleClaim, role.ToString())),
        ];
        var properties = new AuthenticationProperties { IsPersistent = false };
        properties.Items[SecretItem] = session.Secret;
        await context.SignOutAsync(Scheme).ConfigureAwait(false);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)), properties).ConfigureAwait(false);
    }

    /// <summary>The secret of the session that a request belongs to; null without one.</summary>
    public static async Task<string?> SecretOfAsync(HttpContext context) =>
        (await context.AuthenticateAsync(Scheme).ConfigureAwait(false)).Properties?.Items[SecretItem];

    /// <summary>Her id (<c>stf_…</c>) in a request; null when nobody of the staff is signed in.</summary>
    public static string? IdOf(HttpContext context) => context.User.FindFirstValue(IdClaim);

    /// <summary>Her name in a request.</summary>
    public static string? NameOf(HttpContext context) => context.User.FindFirstValue(NameClaim);

    /// <summary>Whether she holds a role, for what is shown.</summary>
    public static bool Has(HttpContext context, StaffRole role) => context.User.HasClaim(RoleClaim, role.ToString());
}
