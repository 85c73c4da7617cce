namespace Pds.Web.SignIn;

/// <summary>
/// People whom the provider knows and the city does not yet: they are asked for the code of their letter, and the same sign-in goes on with it.
/// Ten minutes, as long as the challenge lives.
/// </summary>
internal sealed class FirstVisits(TimeProvider clock) : BrowserBound<FirstVisit>("first", TimeSpan.FromMinutes(10), clock)
{
    /// <summary>Where the code is asked for.</summary>
    public const string Path = "/first-visit";
}
