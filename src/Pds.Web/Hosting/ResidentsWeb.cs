using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.WebEncoders;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Pds.Client;
using Pds.Protocol.V1;
using Pds.Web.City;
using Pds.Web.Pages.Consents;
using Pds.Web.Pages.Desk;
using Pds.Web.Residents;
using Pds.Web.SampleProvider;
using Pds.Web.SignIn;
using Pds.Web.Staff;

namespace Pds.Web.Hosting;

/// <summary>The running pages: Kestrel, the sample provider where there is one, and the connection to the city's server.</summary>
public sealed class ResidentsWeb : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SampleProviderHost? _provider;
    private readonly HttpClient _http;

    private ResidentsWeb(WebApplication app, SampleProviderHost? provider, HttpClient http) => (_app, _provider, _http) = (app, provider, http);

    /// <summary>Where the pages are, such as <c>https://localhost:7444</c>.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<WebPlaces>().Own);

    /// <summary>Services of the running host, for tests.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>Starts the pages. Nothing listens before everything else is in place.</summary>
    /// <param name="options">Options.</param>
    /// <param name="development">Whether made certificates and the sample provider are allowed.</param>
    /// <param name="keys">This host's own keys and certificates; the pages own them from here on.</param>
    /// <param name="openCity">Opens the connection to the city, once the provider is up: the city's server may have to be told of it.</param>
    /// <param name="logging">What to log where.</param>
    /// <param name="clock">The clock; null for the machine's.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    /// <exception cref="PagesNotStartedException">No issuer outside development.</exception>
    internal static async Task<ResidentsWeb> StartAsync(
        WebOptions options, bool development, WebKeys keys, Func<Uri, Task<WebHost>> openCity, Action<ILoggingBuilder> logging,
        TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        clock ??= TimeProvider.System;
        var port = options.Port == 0 ? Ports.Free() : options.Port;
        var own = $"https://{options.Hosts[0]}{(port == 443 ? "" : ":" + port)}";
        SampleProviderHost? provider = null;
        if (options.Issuer.Length == 0)
        {
            var clients = new SampleClients(options.ClientId, own, own + Flows.CallbackPath, keys.Client.PublicKey.ToJwk().ToJsonString());
            provider = await SampleProviderHost.StartAsync(development, options.SampleProviderPort, keys.Certificate, clients, clock, logging, cancellationToken).ConfigureAwait(false);
        }

        var issuer = provider?.Issuer ?? new Uri(options.Issuer);
        var http = ProviderConnection.Open(provider is null ? null : keys.Root);
        try
        {
            var city = await openCity(issuer).ConfigureAwait(false);
            var identity = new IdentityProvider(http, issuer, options, keys.Client, clock);
            var app = Build(options, development, keys, port, logging, clock, city, identity, new WebPlaces(own, identity.Origin));
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            Log.Serving(app.Services.GetRequiredService<ILogger<ResidentsWeb>>(), own);
            return new ResidentsWeb(app, provider, http);
        }
        catch
        {
            http.Dispose();
            if (provider is not null)
            {
                await provider.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Serves until told to stop (SIGTERM, SIGINT).</summary>
    public Task WaitAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        if (_provider is not null)
        {
            await _provider.DisposeAsync().ConfigureAwait(false);
        }

        _http.Dispose();
    }

    private static WebApplication Build(
        WebOptions options, bool development, WebKeys keys, int port, Action<ILoggingBuilder> logging, TimeProvider clock,
        WebHost city, IdentityProvider identity, WebPlaces places)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ResidentsWeb).Assembly.GetName().Name,
            EnvironmentName = development ? Environments.Development : Environments.Production,
        });
        logging(builder.Logging);
        KestrelSetup.Configure(builder, options, port, keys.Certificate);
        var services = builder.Services;
        services.AddSingleton(options).AddSingleton(places).AddSingleton(clock).AddSingleton(city).AddSingleton(identity).AddSingleton(keys);
        services.AddSingleton<Flows>().AddSingleton<FirstVisits>().AddSingleton<ShownHistories>().AddSingleton<Tickets>().AddSingleton<StaffTickets>().AddSingleton<PrintedReceipts>()
            .AddSingleton<Kept>().AddSingleton<Drafts>().AddSingleton<MandateDrafts>().AddSingleton<TakeAways>().AddSingleton<Catalogue>().AddSingleton<ViolationReports>();
        services.AddSingleton<PasskeySignIns>().AddSingleton<NewPasskeys>().AddSingleton<PasskeyPlace>().AddSingleton<Erasures>().AddSingleton<DoneErasures>().AddScoped<Will>();
        services.AddHttpContextAccessor();
        services.AddScoped<Preferences>().AddScoped<Words>().AddScoped<Resident>().AddScoped<ICarried>(provider => provider.GetRequiredService<Resident>())
            .AddScoped<StaffPerson>().AddScoped<DeskVisits>().AddScoped<StewardReading>().AddScoped<ConsentReading>().AddScoped<RecordReading>().AddScoped<HistoryReading>().AddScoped<FirstReading>().AddScoped<HelperNames>();
        AddSessions(services, options, clock, keys);
        services.Configure<WebEncoderOptions>(encoding => encoding.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddRazorPages(pages =>
        {
            pages.Conventions.AuthorizeFolder("/");
            pages.Conventions.AllowAnonymousToPage("/Index").AllowAnonymousToPage("/SignIn").AllowAnonymousToPage("/Callback")
                .AllowAnonymousToPage("/FirstVisit").AllowAnonymousToPage("/Problem").AllowAnonymousToPage("/Reading")
                .AllowAnonymousToPage("/Passkeys/SignIn").AllowAnonymousToPage("/Letters/SignIn").AllowAnonymousToPage("/Letters/Ended").AllowAnonymousToPage("/Erase/Done");
            pages.Conventions.AuthorizeFolder("/Staff", StaffTickets.Scheme).AuthorizeFolder("/Desk", nameof(StaffRole.Counter)).AuthorizeFolder("/Steward", nameof(StaffRole.Steward))
                .AllowAnonymousToPage("/Staff/SignIn").AllowAnonymousToPage("/Staff/FirstVisit");
        }).AddApplicationPart(typeof(ResidentsWeb).Assembly);
        var app = builder.Build();
        UseFront(app);
        app.MapRazorPages();
        app.MapReceiptFiles();
        app.MapScanFiles();
        return app;
    }

    private static void UseFront(WebApplication app)
    {
        app.UseMiddleware<KnownHosts>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<FirstPageCompression>();
        app.UseMiddleware<Failures>();
        app.UseStatusCodePagesWithReExecute("/problem/{0}");
        app.UseMiddleware<SameOriginForms>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapMethods("/site.css", ["GET", "HEAD"], StyleSheet.ServeAsync).AllowAnonymous();
        app.MapMethods("/icon.svg", ["GET", "HEAD"], StyleSheet.ServeIconAsync).AllowAnonymous();
        app.MapMethods(PasskeyScript.Path, ["GET", "HEAD"], PasskeyScript.ServeAsync).AllowAnonymous();
        app.MapPost(ViolationReports.Path, (HttpContext context, ViolationReports reports) => reports.ReceiveAsync(context)).AllowAnonymous();
    }

    private static void AddSessions(IServiceCollection services, WebOptions options, TimeProvider clock, WebKeys keys)
    {
        // Antiforgery tokens and the cookie's opaque id are sealed under a key ring of this host; what a session is stays in memory.
        services.AddDataProtection().SetApplicationName("pds-web").PersistKeysToFileSystem(new DirectoryInfo(keys.RingFolder));
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "__Host-pds-form";
            forms.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            forms.Cookie.SameSite = SameSiteMode.Lax;
            forms.Cookie.Path = "/";
            forms.FormFieldName = "form_token";
            forms.HeaderName = null;
            forms.SuppressXFrameOptionsHeader = true;
        });
        services.AddAuthorization(StaffPolicies);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddCookie(StaffTickets.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<Tickets, Kept>(
            (cookie, tickets, kept) => Session(cookie, tickets, Tickets.Cookie, kept));
        services.AddOptions<CookieAuthenticationOptions>(StaffTickets.Scheme).Configure<StaffTickets, Kept>(
            (cookie, tickets, kept) => Session(cookie, tickets, StaffTickets.Cookie, kept));

        void Session(CookieAuthenticationOptions cookie, TicketStore tickets, string name, Kept kept)
        {
            cookie.TimeProvider = clock;
            cookie.SessionStore = tickets;
            cookie.Cookie.Name = name;
            cookie.Cookie.Path = "/";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.ExpireTimeSpan = TimeSpan.FromMinutes(options.IdleMinutes);
            cookie.SlidingExpiration = true;
            cookie.Events.OnRedirectToLogin = context => kept.RedirectAsync(context.HttpContext);
            cookie.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            };
        }
    }

    // Pages for staff look at the staff's cookie and at no other. A page whose role she does not hold looks like one that is not there.
    private static void StaffPolicies(AuthorizationOptions policies)
    {
        policies.AddPolicy(StaffTickets.Scheme, policy => policy.AddAuthenticationSchemes(StaffTickets.Scheme).RequireAuthenticatedUser());
        policies.AddPolicy(nameof(StaffRole.Counter), policy => policy.AddAuthenticationSchemes(StaffTickets.Scheme)
            .RequireClaim(StaffTickets.RoleClaim, nameof(StaffRole.Counter)));
        policies.AddPolicy(nameof(StaffRole.Steward), policy => policy.AddAuthenticationSchemes(StaffTickets.Scheme)
            .RequireClaim(StaffTickets.RoleClaim, nameof(StaffRole.Steward), nameof(StaffRole.Reviewer)));
    }
}
