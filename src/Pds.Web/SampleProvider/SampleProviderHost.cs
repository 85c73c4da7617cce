using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using Pds.Cryptography;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;
using Pds.Web.Hosting;

namespace Pds.Web.SampleProvider;

/// <summary>
/// A stand-in for the デジタル認証アプリ, for development and tests: OpenIddict on a port of its own, where one signs in by pressing the card of
/// an invented person. Code flow with PKCE only, private_key_jwt only, pairwise <c>sub</c>, <c>auth_time</c>. It keeps nothing and refuses to
/// start in production.
/// </summary>
internal sealed class SampleProviderHost : IAsyncDisposable
{
    /// <summary>Where the cards are shown.</summary>
    public const string AuthorizePath = "/authorize";

    private readonly WebApplication _app;

    private SampleProviderHost(WebApplication app, Uri issuer) => (_app, Issuer) = (app, issuer);

    /// <summary>The issuer, with a slash at the end.</summary>
    public Uri Issuer { get; }

    /// <summary>Starts it.</summary>
    /// <param name="development">False refuses.</param>
    /// <param name="port">Its port, on loopback; 0 takes a free one.</param>
    /// <param name="certificate">Its TLS certificate, for localhost.</param>
    /// <param name="clients">Who may sign people in.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="logging">What to log where.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    /// <exception cref="PagesNotStartedException">Outside development: anybody could be anybody.</exception>
    public static async Task<SampleProviderHost> StartAsync(
        bool development, int port, X509Certificate2 certificate, SampleClients clients, TimeProvider clock, Action<ILoggingBuilder> logging, CancellationToken cancellationToken)
    {
        if (!development)
        {
            throw new PagesNotStartedException(WebTexts.Operator["sample-provider.production"]);
        }

        // The issuer is in what OpenIddict is told before it listens, so a free port is found first.
        var issuer = new Uri($"https://localhost:{(port == 0 ? Pds.Web.Hosting.Ports.Free() : port)}/");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        logging(builder.Logging);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Listen(IPAddress.Loopback, issuer.Port, listen => listen.UseHttps(certificate));
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton(clients);
        AddOpenIddict(builder.Services, issuer, clients, clock);
        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'self'; form-action 'self' {clients.Origin}; frame-ancestors 'none'; base-uri 'none'";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "same-origin";
            await next(context).ConfigureAwait(false);
        });
        app.UseAuthentication();
        app.UseRouting();
        app.MapGet("/site.css", StyleSheet.ServeAsync);
        app.MapMethods(AuthorizePath, ["GET", "POST"], context => CardsPage.ServeAsync(context, clock));
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return new SampleProviderHost(app, issuer);
    }

    /// <summary>The pairwise subject: the same person is somebody else towards each client (OpenID Connect Core section 8.1).</summary>
    public static string SubjectOf(SamplePerson person, string clientId) =>
        Base64Url.Encode(Sha256.Hash(Encoding.UTF8.GetBytes($"{Labels.WebSampleSubject}\n{clientId}\n{person.Key}")));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static void AddOpenIddict(IServiceCollection services, Uri issuer, SampleClients clients, TimeProvider clock)
    {
        services.AddSingleton(clock);
        services.AddAuthentication();
        services.AddOpenIddict().AddServer(server =>
        {
            server.SetIssuer(issuer).SetAuthorizationEndpointUris(AuthorizePath.TrimStart('/')).SetTokenEndpointUris("token");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().RegisterScopes(Scopes.OpenId);
            server.Configure(options =>
            {
                options.TimeProvider = clock;
                options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
                options.ClientAuthenticationMethods.RemoveWhere(method => method != ClientAuthenticationMethods.PrivateKeyJwt);
                options.AuthorizationCodeLifetime = TimeSpan.FromMinutes(1);
                options.IdentityTokenLifetime = TimeSpan.FromMinutes(5);
            });
            server.AddEphemeralEncryptionKey().AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);

            // Degraded mode: no database of clients and tokens. What it leaves to us is who the clients are.
            server.EnableDegradedMode();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (!clients.Knows(context.ClientId, context.RedirectUri))
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
            server.AddEventHandler<ValidateTokenContext>(handler => handler.SetOrder(Protection.ResolveTokenValidationParameters.Descriptor.Order + 1).UseInlineHandler(context =>
            {
                if (context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion))
                {
                    context.TokenValidationParameters.IssuerSigningKey = JsonWebKey.Create(clients.PublicJwk);
                }

                return default;
            }));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.Request.ClientAssertion is null || context.ClientId != clients.ClientId)
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough();
        });
    }
}
