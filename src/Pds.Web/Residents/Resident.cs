using System.Security.Claims;
using Pds.Client;
using Pds.Web.City;
using Pds.Web.SignIn;

namespace Pds.Web.Residents;

/// <summary>Whose request this is: her session with the city. Opened from the ticket at first use; prints its type only.</summary>
internal sealed class Resident(IHttpContextAccessor accessor, WebHost city, ShownHistories shown) : ICarried
{
    private ResidentSession? _session;
    private KnownHistory? _known;
    private bool _begins;

    /// <summary>For whom she acts; null when she is here as herself.</summary>
    public ActingFor? Acting => _begins ? null : ActingFor.Of(accessor.HttpContext!);

    /// <summary>Whose pages these are: her id (<c>res_…</c>), with the mandate behind it when she acts for somebody; null when nobody is signed in.</summary>
    public string? Id => IdOf(accessor.HttpContext!);

    /// <summary>She signed in by a letter's code: she looks, masked, and stops, and starts nothing.</summary>
    public bool IsByLetter => Tickets.IsByLetter(accessor.HttpContext!);

    /// <summary>By a letter nothing is started: said before anybody is led to the provider. The city's server would say so afterwards.</summary>
    /// <exception cref="PdsException">STEP_UP_REQUIRED.</exception>
    public void RequireMoreThanALetter()
    {
        if (IsByLetter)
        {
            throw new PdsException("STEP_UP_REQUIRED", WebTexts.Pages["problem.letter.title"]);
        }
    }

    /// <summary>Her id in a request.</summary>
    public static string? IdOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>Her session with the city's server.</summary>
    /// <exception cref="PdsException">SESSION_NOT_ACCEPTED when nobody is signed in.</exception>
    public async Task<ResidentSession> SessionAsync() =>
        _session ??= await Tickets.SecretOfAsync(accessor.HttpContext!).ConfigureAwait(false) is { } secret
            ? city.OpenSession(secret, Acting?.MandateId, Acting is null ? Id : null)
            : throw new PdsException("SESSION_NOT_ACCEPTED", WebTexts.Pages["expired.title"]);

    /// <inheritdoc/>
    public async Task<ResidentCalls> CallsAsync() => await SessionAsync().ConfigureAwait(false);

    /// <summary>From now on this request is of the session that begins in it: whoever was signed in here before is not asked any more.</summary>
    public void Begin(ResidentSession session) => (_session, _begins, _known) = (session, true, null);

    /// <inheritdoc/>
    /// <remarks>Who acts for somebody has each look entered, and who sends a form wants what stands now: both read anew.</remarks>
    public async Task<T> KeptAsync<T>(string what, Func<ResidentCalls, Task<T>> read, Func<T, int> rows, CancellationToken cancellationToken)
        where T : class
    {
        var session = await SessionAsync().ConfigureAwait(false);
        if (Acting is not null || !(_begins || HttpMethods.IsGet(accessor.HttpContext!.Request.Method)))
        {
            return await read(session).ConfigureAwait(false);
        }

        var memory = shown.Of(session.Secret);
        _known ??= await memory.ReadOnAsync(session, whole: false, cancellationToken).ConfigureAwait(false);
        return await memory.ListAsync(what, () => read(session), rows).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Asked once for a page; again only when it needs more of what is long past.</remarks>
    public async Task<HistoryViews?> TellHistoryAsync(bool whole, Func<HistoryViews, KnownHistory, Task<HistoryViews>> tell, CancellationToken cancellationToken)
    {
        if (Acting is not null)
        {
            return null;
        }

        var session = await SessionAsync().ConfigureAwait(false);
        var memory = shown.Of(session.Secret);
        if (_known is null || (whole && !_known.IsWhole))
        {
            _known = await memory.ReadOnAsync(session, whole, cancellationToken).ConfigureAwait(false);
        }

        return await memory.TellAsync(_known, tell, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(Resident);
}
