using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Pds.Client;
using Pds.Cryptography;

namespace Pds.Web.SignIn;

/// <summary>
/// The sessions of this host, in its memory and nowhere else: a restart signs everybody out. The browser's cookie is an opaque id; the secret
/// towards the city's server never leaves this process, and is worth nothing without this host's certificate.
/// </summary>
internal sealed class Tickets(TimeProvider clock) : ITicketStore
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "__Host-pds-session";

    private const string SecretItem = "pds-session";
    private const int MaxTickets = 100_000;
    private readonly ConcurrentDictionary<string, AuthenticationTicket> _tickets = new(StringComparer.Ordinal);

    /// <summary>Signs somebody in, in this browser. Whoever was signed in here before is signed out first.</summary>
    public static async Task SignInAsync(HttpContext context, ResidentSession session)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, session.Facts!.ResidentId)], CookieAuthenticationDefaults.AuthenticationScheme);
        var properties = new AuthenticationProperties { IsPersistent = false };
        properties.Items[SecretItem] = session.Secret;

        // A cookie from before the sign-in must not become the signed-in one (session fixation): a new id each time.
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity), properties).ConfigureAwait(false);
    }

    /// <summary>The secret of the session that a request belongs to; null without one.</summary>
    public static async Task<string?> SecretOfAsync(HttpContext context) =>
        (await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false)).Properties?.Items[SecretItem];

    /// <inheritdoc/>
    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        Sweep();
        var id = Base64Url.Encode(RandomSource.Bytes(32));
        _tickets[id] = ticket;
        return Task.FromResult(id);
    }

    /// <inheritdoc/>
    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        // Only one that is still there: a renewal must not bring back a session that was ended meanwhile.
        if (_tickets.TryGetValue(key, out var known))
        {
            _tickets.TryUpdate(key, ticket, known);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(_tickets.GetValueOrDefault(key));

    /// <inheritdoc/>
    public Task RemoveAsync(string key)
    {
        _tickets.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        foreach (var (id, ticket) in _tickets)
        {
            if (ticket.Properties.ExpiresUtc < now || _tickets.Count >= MaxTickets)
            {
                _tickets.TryRemove(id, out _);
            }
        }
    }
}
