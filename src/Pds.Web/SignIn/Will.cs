using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.Hosting;
using Pds.Web.Residents;

namespace Pds.Web.SignIn;

/// <summary>
/// Shows that she, and not only her browser, wants this: by her passkey where she has one, else by a fresh sign-in at the provider whose nonce is the
/// digest of exactly this. A page offers both (<c>_Will.cshtml</c>) and gives what was pressed here.
/// </summary>
internal sealed class Will(Resident resident, Flows flows, PasskeyPlace place, IHttpContextAccessor accessor)
{
    private HttpContext Here => accessor.HttpContext!;

    /// <summary>What a page offers: her passkeys, and the provider.</summary>
    /// <param name="sitting">What it is about.</param>
    /// <param name="go">The key of the words on the button that leads to the provider.</param>
    /// <param name="fields">What the form carries besides.</param>
    public async Task<WillView> ShowAsync(Sitting sitting, string go, params (string Name, string Value)[] fields)
    {
        var mine = await (await resident.SessionAsync().ConfigureAwait(false)).ListPasskeysAsync(Here.RequestAborted).ConfigureAwait(false);
        if (mine.Count > 0)
        {
            PasskeyScript.Allow(Here);
        }

        return new WillView(
            sitting.Challenge, await place.RpIdAsync(Here.RequestAborted).ConfigureAwait(false), [.. mine.Select(passkey => passkey.PasskeyId)], go, fields);
    }

    /// <summary>Does it: at once on a passkey's answer, else when she comes back from the provider. Returns where to go now.</summary>
    /// <param name="sitting">What it is about.</param>
    /// <param name="act">Does it, in the request that brings the evidence, and says where to go then.</param>
    /// <exception cref="PdsException">The act was refused.</exception>
    /// <exception cref="ProviderException">The provider cannot be reached.</exception>
    public async Task<string> TakeAsync(Sitting sitting, Func<HttpContext, Evidence, Task<string>> act)
    {
        resident.RequireMoreThanALetter();
        if (PasskeyForm.TryRead(await Here.Request.ReadFormAsync(Here.RequestAborted).ConfigureAwait(false), out var assertion))
        {
            return await act(Here, sitting.WithPasskey(assertion)).ConfigureAwait(false);
        }

        var who = resident.Id;
        return await flows.BeginAsync(Here, sitting.Challenge, (back, token) => Resident.IdOf(back) == who
            ? act(back, sitting.WithIdToken(token))
            : throw new PdsException("SESSION_NOT_ACCEPTED", WebTexts.Pages["expired.title"])).ConfigureAwait(false);
    }
}

/// <summary>What a page offers to show her will with.</summary>
/// <param name="Challenge">What is answered.</param>
/// <param name="RpId">For whom a passkey answers.</param>
/// <param name="Passkeys">Hers.</param>
/// <param name="Go">The key of the words on the button that leads to the provider.</param>
/// <param name="Fields">What the form carries besides.</param>
internal sealed record WillView(string Challenge, string RpId, IReadOnlyList<string> Passkeys, string Go, IReadOnlyList<(string Name, string Value)> Fields);
