namespace Pds.Web.SignIn;

/// <summary>A sign-in that waits for the code of a letter. Prints its type only: the token names a person.</summary>
/// <param name="Challenge">The server's challenge.</param>
/// <param name="IdToken">The provider's answer to it.</param>
internal sealed record FirstVisit(string Challenge, string IdToken)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(FirstVisit);
}
