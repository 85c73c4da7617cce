namespace Pds.Web.SignIn;

/// <summary>Sign-ins that wait for a passkey's answer: ten minutes, as long as the challenge lives.</summary>
internal sealed class PasskeySignIns(TimeProvider clock) : BrowserBound<PasskeySignIn>("passkey", TimeSpan.FromMinutes(10), clock)
{
    /// <summary>Where the passkey is asked for.</summary>
    public const string Path = "/sign-in/passkey";
}

/// <summary>One of them.</summary>
/// <param name="Challenge">What the passkey answers.</param>
/// <param name="RpId">For whom.</param>
internal sealed record PasskeySignIn(string Challenge, string RpId);
