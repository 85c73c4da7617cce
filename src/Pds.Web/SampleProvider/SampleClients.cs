namespace Pds.Web.SampleProvider;

/// <summary>The one client that the sample provider knows: the pages of this process.</summary>
/// <param name="ClientId">Its <c>client_id</c>.</param>
/// <param name="Origin">Its origin.</param>
/// <param name="RedirectUri">The only address a code is sent to, compared character for character (RFC 9700 section 2.1).</param>
/// <param name="PublicJwk">Its ES256 key, JWK.</param>
internal sealed record SampleClients(string ClientId, string Origin, string RedirectUri, string PublicJwk)
{
    public bool Knows(string? clientId, string? redirectUri) => clientId == ClientId && redirectUri == RedirectUri;
}
