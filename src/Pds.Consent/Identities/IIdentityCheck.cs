namespace Pds.Consent;

/// <summary>
/// Says whom the identity provider names in a token. The server implements it, because it holds the provider's keys; consent only asks. A token
/// is never believed because somebody carried it here.
/// </summary>
public interface IIdentityCheck
{
    /// <summary>The token's issuer and subject, when the provider signed it for our client as the answer to exactly this challenge, by a sign-in made for it.</summary>
    /// <param name="idToken">As the provider signed it.</param>
    /// <param name="challenge">32 bytes; the nonce is its base64url.</param>
    /// <param name="signedInAfter">When the challenge was made.</param>
    /// <param name="cancellationToken">Stops waiting for the provider's keys.</param>
    /// <returns>Refused with IDENTITY_NOT_ACCEPTED, or IDENTITY_PROVIDER_UNAVAILABLE when its keys cannot be had.</returns>
    ValueTask<Outcome<IdToken>> VerifyAsync(string idToken, byte[] challenge, DateTimeOffset signedInAfter, CancellationToken cancellationToken);
}
