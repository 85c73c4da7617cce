using System.Text.Json;
using Pds.Consent;
using Pds.Cryptography;

namespace Pds.Server.Identity;

/// <summary>
/// The identity provider's published keys (RFC 7517 section 5), from its address or from a file. Read again after an hour, and when a token names
/// a key that is not among them, but at most once in ten seconds: a caller cannot make us ask more often.
/// </summary>
internal sealed class ProviderKeys : IDisposable
{
    /// <summary>Keys older than this are not used: a key the provider took back must not work on.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>The least time between two readings.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(10);

    private const int MaxBytes = 64 * 1024;
    private const int MaxKeys = 32;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly string place;
    private readonly TimeProvider clock;
    private readonly HttpClient? http;
    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile Known known = new([], DateTimeOffset.MinValue);
    private DateTimeOffset triedAt = DateTimeOffset.MinValue;

    /// <param name="place">An http(s) address or a file.</param>
    /// <param name="clock">Says how old keys are.</param>
    public ProviderKeys(string place, TimeProvider clock)
    {
        (this.place, this.clock) = (place, clock);
        if (IsAddress(place))
        {
            var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = MaxAge };
            http = new HttpClient(handler) { Timeout = Timeout, MaxResponseContentBufferSize = MaxBytes };
        }
    }

    /// <summary>Whether it is an address and not a file.</summary>
    public static bool IsAddress(string place) =>
        Uri.TryCreate(place, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    /// <summary>The keys by this name; every key for a token that names none. Empty when the provider has none such.</summary>
    /// <returns>IDENTITY_PROVIDER_UNAVAILABLE when no keys young enough can be had.</returns>
    public async ValueTask<Outcome<IReadOnlyList<ProviderKey>>> FindAsync(string? kid, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (known.IsYoung(now) && known.Of(kid) is { Count: > 0 } found)
        {
            return new Outcome<IReadOnlyList<ProviderKey>>.Done(found);
        }

        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (now - triedAt >= MinInterval || now < triedAt)
            {
                triedAt = now;
                known = await ReadAsync(cancellationToken).ConfigureAwait(false) is { } keys ? new Known(keys, now) : known;
            }
        }
        finally
        {
            reading.Release();
        }

        return known.IsYoung(now)
            ? new Outcome<IReadOnlyList<ProviderKey>>.Done(known.Of(kid))
            : RefusalReason.IdentityProviderUnavailable;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http?.Dispose();
        reading.Dispose();
    }

    private async ValueTask<IReadOnlyList<ProviderKey>?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var bytes = http is not null
                ? await http.GetByteArrayAsync(new Uri(place), cancellationToken).ConfigureAwait(false)
                : new FileInfo(place) is { Exists: true, Length: <= MaxBytes } ? await File.ReadAllBytesAsync(place, cancellationToken).ConfigureAwait(false) : [];
            return Parse(bytes);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    // Keys for other uses and of other kinds stand in the same set and are none of ours.
    private static List<ProviderKey>? Parse(byte[] bytes)
    {
        if (!StrictJson.TryParse(bytes, MaxBytes, out var set) || set.ValueKind != JsonValueKind.Object
            || !set.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxKeys)
        {
            return null;
        }

        var keys = new List<ProviderKey>();
        foreach (var jwk in list.EnumerateArray())
        {
            if (ProviderKey.TryFromJwk(jwk, out var key))
            {
                keys.Add(key);
            }
        }

        return keys;
    }

    private sealed record Known(IReadOnlyList<ProviderKey> Keys, DateTimeOffset At)
    {
        public bool IsYoung(DateTimeOffset now) => now >= At && now - At < MaxAge;

        public IReadOnlyList<ProviderKey> Of(string? kid) => kid is null ? Keys : [.. Keys.Where(key => key.Kid == kid)];
    }
}
