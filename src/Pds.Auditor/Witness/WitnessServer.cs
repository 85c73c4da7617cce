using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Pds.Ledger;

namespace Pds.Auditor.Witness;

/// <summary>
/// A witness over HTTP (C2SP tlog-witness): <c>POST /add-checkpoint</c>, <c>GET /{origin hash}/checkpoint</c>. Bounded everything; no identity is
/// asked, the log's signature is the right to write.
/// </summary>
internal sealed class WitnessServer : IAsyncDisposable
{
    private const int MaxConnections = 256;

    // Throws on what is not UTF-8: no byte of a request is read as something else.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly WebApplication app;

    private WitnessServer(WebApplication app) => this.app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Opens the port.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<WitnessServer> StartAsync(
        WitnessState state, IPAddress listen, int port, Action<ILoggingBuilder> logging, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        logging(builder.Logging);
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxRequestBodySize = AddCheckpoint.MaxBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Listen(listen, port);
        });
        var app = builder.Build();
        var log = app.Services.GetRequiredService<ILogger<WitnessServer>>();
        app.UseRouting();
        app.MapPost("/" + AddCheckpoint.Path, context => AddAsync(state, log, context));
        app.MapGet("/{originHash}/checkpoint", (string originHash) =>
            state.Served(originHash) is { } note ? Results.Text(note, WitnessAnswer.Text) : Results.NotFound());
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return new WitnessServer(app);
    }

    /// <summary>Serves until told to stop (SIGTERM, SIGINT).</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task AddAsync(WitnessState state, ILogger log, HttpContext context)
    {
        var answer = await AnswerAsync(state, log, context).ConfigureAwait(false);
        var body = Utf8.GetBytes(answer.Body);
        (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength) = (answer.Status, answer.MediaType, body.Length);
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<WitnessAnswer> AnswerAsync(WitnessState state, ILogger log, HttpContext context)
    {
        try
        {
            return await ReadAsync(context).ConfigureAwait(false) is { } request
                ? await JudgeAsync(state, log, request, context.RequestAborted).ConfigureAwait(false)
                : WitnessAnswer.NoRequest;
        }
        catch (BadHttpRequestException bad)
        {
            // The body is too long, too slow or broken off; Kestrel knows the status.
            return WitnessAnswer.NoRequest with { Status = bad.StatusCode };
        }
    }

    private static async Task<WitnessAnswer> JudgeAsync(WitnessState state, ILogger log, AddCheckpoint request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await state.AddAsync(request, cancellationToken).ConfigureAwait(false);
            log.Answered(request.Origin, request.OldSize, answer.Status);
            return answer;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.NotDurable(failure.GetType().Name, failure.Message);
            return WitnessAnswer.NotDurable;
        }
    }

    private static async Task<AddCheckpoint?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        try
        {
            return AddCheckpoint.TryParse(Utf8.GetString(body.GetBuffer(), 0, (int)body.Length), out var request) ? request : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
