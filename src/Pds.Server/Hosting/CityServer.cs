using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Pds.Consent;
using Pds.Disclosure;
using Pds.Ledger;
using Pds.Server.Background;
using Pds.Server.Edge;
using Pds.Server.Endpoints;
using Pds.Server.Errors;
using Pds.Server.Exports;
using Pds.Server.Notices;
using Pds.Server.Paging;
using Pds.Server.Services;
using Pds.Server.TakeAway;
using Pds.Server.Witnessing;

namespace Pds.Server.Hosting;

/// <summary>A running server: its roles, its host, its address.</summary>
public sealed class CityServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private CityServer(Roles roles, WebApplication app) => (Roles, this.app) = (roles, app);

    internal Roles Roles { get; }

    /// <summary>Where it listens, such as <c>https://127.0.0.1:7443</c>.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Opens the roles, then the port. Nothing listens before everything else is in place.</summary>
    /// <param name="options">Options; checked here.</param>
    /// <param name="development">Whether development keys are allowed.</param>
    /// <param name="logging">What to log where.</param>
    /// <param name="wall">The wall clock; null for the machine's.</param>
    /// <param name="decide">The gate's decision, for the tests that ask what keys alone hold back; null for the real one.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    /// <exception cref="OptionsValidationException">An option is wrong; the message says what to change.</exception>
    /// <exception cref="FirstRun.StartRefusedException">The environment and the keys do not fit together.</exception>
    public static async Task<CityServer> StartAsync(
        ServerOptions options, bool development, Action<ILoggingBuilder> logging, TimeProvider? wall = null,
        Func<GateFacts, GateDecision>? decide = null, CancellationToken cancellationToken = default)
    {
        var check = new ServerOptionsValidator().Validate(null, options);
        if (check.Failed)
        {
            throw new OptionsValidationException(nameof(ServerOptions), typeof(ServerOptions), check.Failures);
        }

        var roles = await Roles.OpenAsync(options, development, wall ?? TimeProvider.System, decide, cancellationToken).ConfigureAwait(false);
        try
        {
            var app = Build(roles, development, logging, wall ?? TimeProvider.System);
            var log = app.Services.GetRequiredService<ILogger<CityServer>>();
            await FinishErasuresAsync(app.Services.GetRequiredService<ConsentActs>(), log, cancellationToken).ConfigureAwait(false);
            roles.Refusals.EntryLost = failure => log.RefusalLost(failure.GetType().Name, Log.PlaceOf(failure));
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            var server = new CityServer(roles, app);
            FirstRun.DataFolder.WritePublic(roles.Data.Address, server.Address.AbsoluteUri.TrimEnd('/') + "\n");
            log.Serving(options.Origin, roles.Recorder.Latest.Size, server.Address.ToString());
            return server;
        }
        catch
        {
            await roles.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Serves until told to stop (SIGTERM, SIGINT).</summary>
    public Task WaitAsync(CancellationToken cancellationToken = default) => app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops taking calls, lets running ones finish, then closes the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        await Roles.DisposeAsync().ConfigureAwait(false);
    }

    // Before anybody is served: an erasure that a crash cut off is finished, so nobody meets half of one. When nothing can be recorded now,
    // nothing can be given out either, and the timer goes on with it.
    private static async Task FinishErasuresAsync(ConsentActs acts, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            await acts.FinishErasure.RunBegunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException failure)
        {
            log.ErasureWaits(Log.PlaceOf(failure));
        }
    }

    private static WebApplication Build(Roles roles, bool development, Action<ILoggingBuilder> logging, TimeProvider wall)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            EnvironmentName = development ? Environments.Development : Environments.Production,
            ContentRootPath = roles.Data.Root,
        });
        logging(builder.Logging);
        Tls.Configure(builder, roles);
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(roles.Options.ShutdownSeconds));
        AddRoles(builder.Services, roles, wall);
        AddGrpc(builder.Services);
        var app = builder.Build();
        app.UseMiddleware<StrictFront>();
        app.UseRouting();
        app.UseMiddleware<JsonRefusals>();
        app.UseMiddleware<CallFront>();
        MapServices(app);
        app.MapPublicFiles(roles);
        return app;
    }

    private static void AddRoles(IServiceCollection services, Roles roles, TimeProvider wall)
    {
        services.AddSingleton(roles.Options);
        services.AddSingleton(roles.Recorder);
        services.AddSingleton(roles.Custodian);
        services.AddSingleton(roles.Gate);
        services.AddSingleton(roles.Signer);
        services.AddSingleton(roles.Authority);
        services.AddSingleton(roles.Clients);
        services.AddSingleton(roles.StatusNumbers);
        services.AddSingleton(roles.RequestData);
        services.AddSingleton(roles.RefusalLog);
        services.AddSingleton(new ConsentActs(roles));
        services.AddSingleton(new PageTokens(roles.PageKey, roles.Options.Origin, roles.Recorder.Clock));
        services.AddSingleton<Authentication>();
        services.AddSingleton<Calls>();
        services.AddSingleton<Repeats>();
        services.AddSingleton<StatusLists>();
        services.AddSingleton(roles);
        services.AddSingleton(provider => new TakeAwayContents(
            roles.Recorder, roles.Custodian, roles.Signer, roles.Authority, provider.GetRequiredService<ConsentActs>().GetReceipt, roles.Options));
        services.AddSingleton(new MailServer(roles.Options));
        services.AddSingleton(new NoticeText(roles.Recorder.Rows, roles.Options));
        services.AddSingleton<ExportContents>();
        services.AddSingleton<ExportFiles>();
        services.AddSingleton<ExportJobs>();
        services.AddHostedService(provider => provider.GetRequiredService<ExportJobs>());
        services.AddSingleton(wall);
        services.AddSingleton<IReadOnlyList<Periodic>>(provider =>
        [
            .. TaskList.Of(roles, provider.GetRequiredService<ConsentActs>(), provider.GetRequiredService<StatusLists>(), provider.GetRequiredService<ILogger<PeriodicTasks>>()),
            new Periodic("expire-exports", TimeSpan.FromHours(1), provider.GetRequiredService<ExportJobs>().ExpireAsync),
        ]);
        services.AddHostedService<PeriodicTasks>();
        services.AddHostedService<LedgerWatch>();
        services.AddSingleton(WitnessedLog.Open(roles.WitnessPolicy, new LogDirectory(roles.Data.Log), roles.Recorder.Verifier));
        services.AddHostedService<CosignatureCollector>();
    }

    private static void AddGrpc(IServiceCollection services)
    {
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = CallMethods.LargestMessageBytes;
            grpc.EnableDetailedErrors = false;
            grpc.Interceptors.Add<Defects>();
        }).AddJsonTranscoding(json => json.TypeRegistry = ErrorDetails.Registry);
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks(health =>
        {
            health.Services.Map(string.Empty, check => check.Name == "ledger");
            health.Services.Map(DirectoryHealth.Name, check => check.Name == DirectoryHealth.Name);
            health.Services.Map(WitnessHealth.Name, check => check.Name == WitnessHealth.Name);
        }).AddCheck<LedgerHealth>("ledger").AddCheck<DirectoryHealth>(DirectoryHealth.Name).AddCheck<WitnessHealth>(WitnessHealth.Name);
        services.Configure<HealthCheckPublisherOptions>(publish => (publish.Delay, publish.Period) = (TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    }

    private static void MapServices(WebApplication app)
    {
        app.MapGrpcService<CatalogRpc>();
        app.MapGrpcService<OrganizationRpc>();
        app.MapGrpcService<ResidentRpc>();
        app.MapGrpcService<ConsentRpc>();
        app.MapGrpcService<VaultRpc>();
        app.MapGrpcService<DisclosureRpc>();
        app.MapGrpcService<QuestionRpc>();
        app.MapGrpcService<SessionRpc>();
        app.MapGrpcService<MandateRpc>();
        app.MapGrpcService<StaffRpc>();
        app.MapGrpcService<DeskRpc>();
        app.MapGrpcService<LetterRpc>();
        app.MapGrpcService<AuditRpc>();
        app.MapGrpcService<OwnDataRpc>();
        app.MapGrpcService<NotificationRpc>();
        app.MapGrpcService<CorrectionRpc>();
        app.MapGrpcService<LedgerRpc>();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
    }
}
