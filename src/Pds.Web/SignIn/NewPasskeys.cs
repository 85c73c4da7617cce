namespace Pds.Web.SignIn;

/// <summary>Passkeys that are being made: ten minutes, as long as the challenge lives.</summary>
internal sealed class NewPasskeys(TimeProvider clock) : BrowserBound<NewPasskey>("new-passkey", TimeSpan.FromMinutes(10), clock);

/// <summary>One of them. Prints its type only: it is about a person.</summary>
/// <param name="ResidentId">Whose it will be.</param>
/// <param name="Challenge">What it is made for.</param>
/// <param name="RpId">For whom it will answer.</param>
/// <param name="Name">What she calls it; may be empty.</param>
internal sealed record NewPasskey(string ResidentId, string Challenge, string RpId, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(NewPasskey);
}
