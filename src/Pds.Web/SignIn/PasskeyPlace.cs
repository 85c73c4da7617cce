using Pds.Client;

namespace Pds.Web.SignIn;

/// <summary>For whom the city's server accepts passkeys. Asked once: it is an option of the server, which says it with every challenge.</summary>
internal sealed class PasskeyPlace(WebHost city)
{
    private volatile string? _rpId;

    /// <summary>The relying party id; empty when passkeys are not accepted.</summary>
    public async Task<string> RpIdAsync(CancellationToken cancellationToken) =>
        _rpId ??= (await city.StartSignInAsync(cancellationToken).ConfigureAwait(false)).PasskeyRpId;
}
