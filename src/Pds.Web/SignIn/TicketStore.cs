using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Pds.Cryptography;

namespace Pds.Web.SignIn;

/// <summary>
/// The sessions of this host of one kind, in its memory and nowhere else: a restart signs everybody out. The browser's cookie is an opaque id; the
/// secret towards the city's server never leaves this process, and is worth nothing without this host's certificate.
/// </summary>
internal abstract class TicketStore(TimeProvider clock) : ITicketStore
{
    private const int MaxTickets = 100_000;
    private readonly ConcurrentDictionary<string, AuthenticationTicket> _tickets = new(StringComparer.Ordinal);

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
        if (_tickets.TryRemove(key, out var ticket))
        {
            Forget(ticket);
        }

        return Task.CompletedTask;
    }

    /// <summary>A session has ended here: whatever else is kept for it goes too.</summary>
    private protected virtual void Forget(AuthenticationTicket ticket)
    {
    }

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        foreach (var (id, ticket) in _tickets)
        {
            if (ticket.Properties.ExpiresUtc < now || _tickets.Count >= MaxTickets)
            {
                RemoveAsync(id);
            }
        }
    }
}
