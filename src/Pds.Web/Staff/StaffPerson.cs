using Pds.Client;
using Pds.Web.SignIn;

namespace Pds.Web.Staff;

/// <summary>Whose of the staff this request is: her session with the city. Opened from the ticket at first use; prints its type only.</summary>
internal sealed class StaffPerson(IHttpContextAccessor accessor, WebHost city)
{
    private StaffSession? _session;

    /// <summary>Her id (<c>stf_…</c>); null when nobody of the staff is signed in.</summary>
    public string? Id => StaffTickets.IdOf(accessor.HttpContext!);

    /// <summary>Her session with the city's server.</summary>
    /// <exception cref="PdsException">SESSION_NOT_ACCEPTED when nobody of the staff is signed in.</exception>
    public async Task<StaffSession> SessionAsync() =>
        _session ??= await StaffTickets.SecretOfAsync(accessor.HttpContext!).ConfigureAwait(false) is { } secret
            ? city.OpenStaffSession(secret)
            : throw new PdsException("SESSION_NOT_ACCEPTED", WebTexts.Pages["expired.title"]);

    /// <inheritdoc/>
    public override string ToString() => nameof(StaffPerson);
}
