using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Pds.Cryptography;

namespace Pds.Web.SignIn;

/// <summary>
/// The OpenID Connect client: code flow (OpenID Connect Core section 3.1) with PKCE S256 (RFC 7636), <c>private_key_jwt</c> with ES256 (RFC
/// 7523), and <c>iss</c> in the answer where the provider sends it (RFC 9207). It fetches the ID token and does not judge it: the token is
/// evidence for the city's server, which knows the provider's keys, made the nonce, and verifies the whole of it.
/// </summary>
internal sealed class IdentityProvider(HttpClient http, Uri issuer, WebOptions options, Es256Key key, TimeProvider clock)
{
    private const int MaxAnswerBytes = 128 * 1024;
    private static readonly TimeSpan DiscoveryLife = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _one = new(1, 1);
    private (Discovery Document, DateTimeOffset Until)? _known;

    /// <summary>The provider's origin, for the content security policy.</summary>
    public string Origin => issuer.GetLeftPart(UriPartial.Authority);

    /// <summary>Where to send the browser.</summary>
    /// <param name="flow">What for; its nonce and verifier go into the request.</param>
    /// <param name="redirectUri">Where the provider sends it back to.</param>
    /// <param name="cancellationToken">Stops asking for the provider's addresses.</param>
    /// <exception cref="ProviderException">The provider cannot be reached or says something else than it should.</exception>
    public async Task<string> AuthorizeAsync(Flow flow, string redirectUri, CancellationToken cancellationToken)
    {
        var provider = await DiscoverAsync(cancellationToken).ConfigureAwait(false);
        return QueryHelpers.AddQueryString(provider.AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = options.ClientId,
            ["redirect_uri"] = redirectUri,
            ["scope"] = options.Scope,
            ["state"] = flow.State,
            ["nonce"] = flow.Nonce,
            ["code_challenge"] = Base64Url.Encode(Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(flow.Verifier))),
            ["code_challenge_method"] = "S256",

            // Never an old sign-in of somebody else on a shared tablet.
            ["prompt"] = "login",
            ["max_age"] = "0",
        });
    }

    /// <summary>Exchanges the code for the ID token, as it came.</summary>
    /// <exception cref="ProviderException">The provider cannot be reached, or refuses the code.</exception>
    public async Task<string> RedeemAsync(string code, string? answeredIssuer, Flow flow, string redirectUri, CancellationToken cancellationToken)
    {
        var provider = await DiscoverAsync(cancellationToken).ConfigureAwait(false);
        if (answeredIssuer is null ? provider.SendsIssuer : answeredIssuer != provider.Issuer)
        {
            throw new ProviderException("iss of the answer");
        }

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirectUri,
            ["client_id"] = options.ClientId,
            ["code_verifier"] = flow.Verifier,
            ["client_assertion_type"] = options.AssertionType,
            ["client_assertion"] = Assertion(provider),
        });
        var answer = await AskAsync<TokenAnswer>(() => http.PostAsync(provider.TokenEndpoint, form, cancellationToken), "token", cancellationToken).ConfigureAwait(false);
        return answer.IdToken is { Length: > 0 } token ? token : throw new ProviderException("no id_token");
    }

    private string Assertion(Discovery provider)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return CompactJws.Sign(key, options.AssertionHeaderType, new JsonObject
        {
            ["iss"] = options.ClientId,
            ["sub"] = options.ClientId,
            ["aud"] = options.AssertionAudience.Length > 0 ? options.AssertionAudience : provider.Issuer,
            ["jti"] = Base64Url.Encode(RandomSource.Bytes(16)),
            ["iat"] = now,
            ["exp"] = now + 60,
        }, new JsonObject { ["kid"] = key.PublicKey.Jkt });
    }

    private async Task<Discovery> DiscoverAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_known is { } known && clock.GetUtcNow() < known.Until)
            {
                return known.Document;
            }

            var document = await AskAsync<Discovery>(
                () => http.GetAsync(new Uri(issuer.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration"), cancellationToken), "discovery", cancellationToken).ConfigureAwait(false);
            if (document.Issuer.TrimEnd('/') != issuer.AbsoluteUri.TrimEnd('/') || !IsSafe(document.AuthorizationEndpoint) || !IsSafe(document.TokenEndpoint))
            {
                throw new ProviderException("discovery document");
            }

            _known = (document, clock.GetUtcNow() + DiscoveryLife);
            return document;
        }
        finally
        {
            _one.Release();
        }
    }

    private static bool IsSafe(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    private static async Task<T> AskAsync<T>(Func<Task<HttpResponseMessage>> ask, string what, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await ask().ConfigureAwait(false);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > MaxAnswerBytes)
            {
                throw new ProviderException($"{what}, HTTP {(int)response.StatusCode}");
            }

            return await response.Content.ReadFromJsonAsync<T>(cancellationToken).ConfigureAwait(false) ?? throw new ProviderException(what);
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException(what, failed);
        }
    }

    private sealed record Discovery(
        [property: JsonPropertyName("issuer")] string Issuer,
        [property: JsonPropertyName("authorization_endpoint")] string AuthorizationEndpoint,
        [property: JsonPropertyName("token_endpoint")] string TokenEndpoint,
        [property: JsonPropertyName("authorization_response_iss_parameter_supported")] bool SendsIssuer);

    private sealed record TokenAnswer([property: JsonPropertyName("id_token")] string? IdToken);
}
