using Pds.Client;

namespace Pds.EndToEnd.Tests;

/// <summary>Calls that should be refused.</summary>
internal static class Refusal
{
    /// <summary>The refusal of a call; a call that goes through fails the test.</summary>
    public static async Task<PdsException> OfAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
        }
        catch (PdsException refusal)
        {
            return refusal;
        }

        throw new Xunit.Sdk.XunitException("The call should have been refused and went through.");
    }
}
