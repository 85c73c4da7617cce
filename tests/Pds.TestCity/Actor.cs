using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Pds.Cryptography;

namespace Pds.TestCity;

/// <summary>
/// Somebody who calls: a connection, with or without a client certificate, and a key that signs call proofs. Everything about a call can be
/// bent: the bytes, the frame, the proof, the headers. One that acts in a session carries its secret, and its proofs name it.
/// </summary>
public class Actor(string name, City city, byte[]? certificate, Es256Key? key, string? issuer, string? session = null, string sessionHeader = "pds-session")
    : IDisposable
{
    private const string ProofHeader = "pds-call-proof";
    private const string MandateHeader = "pds-mandate";
    private readonly HttpClient http = city.Open(certificate, key);

    /// <summary>For messages of failing tests.</summary>
    public string Name => name;

    /// <summary>The clock of its proofs: the machine's unless a test moves both it and the server's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The mandate it acts under, in header and proof; null for acting as itself.</summary>
    public string? Mandate { get; set; }

    /// <summary>The key that signs its proofs.</summary>
    public Es256Key Key => key ?? throw new InvalidOperationException("Anybody has no key.");

    /// <summary>The city it lives in.</summary>
    protected City City => city;

    /// <summary>Its HTTP/2 connection.</summary>
    public HttpClient Http => http;

    /// <summary>A fresh idempotency key.</summary>
    public static string NewRequestId() => Base64Url.Encode(RandomSource.Bytes(16));

    /// <summary>The claims of an honest proof.</summary>
    public JsonObject Claims(string method, ReadOnlySpan<byte> message)
    {
        var claims = new JsonObject
        {
            ["iss"] = issuer,
            ["aud"] = city.Origin,
            ["iat"] = Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["jti"] = Base64Url.Encode(RandomSource.Bytes(16)),
            ["method"] = method,
            ["req_hash"] = Base64Url.Encode(Sha256.Hash(message)),
        };
        if (session is not null)
        {
            claims["ath"] = HashOf(session);
        }

        if (Mandate is not null)
        {
            claims["mandate"] = Mandate;
        }

        return claims;
    }

    /// <summary>What a proof says of a session's secret.</summary>
    public static string HashOf(string session) => Base64Url.Encode(Sha256.Hash(System.Text.Encoding.ASCII.GetBytes(session)));

    /// <summary>An honest proof, or what <paramref name="bend"/> makes of its claims; null for an actor without a key.</summary>
    public string? Proof(string method, ReadOnlySpan<byte> message, Action<JsonObject>? bend = null)
    {
        if (key is null)
        {
            return null;
        }

        var claims = Claims(method, message);
        bend?.Invoke(claims);
        return CompactJws.Sign(key, "pds-call+jwt", claims, new JsonObject { ["kid"] = key.PublicKey.Jkt });
    }

    /// <summary>Calls and reads the answer; throws when it is refused.</summary>
    public async Task<T> CallAsync<T>(string path, IMessage request)
        where T : IMessage<T>, new() => (await AskAsync(path, request)).Read<T>();

    /// <summary>Calls with an honest proof.</summary>
    public Task<Answer> AskAsync(string path, IMessage request) => SendAsync(path, request.ToByteArray());

    /// <summary>Calls with these bytes and an honest proof over them.</summary>
    public Task<Answer> SendAsync(string path, byte[] message) => SendAsync(path, message, Proof(path, message));

    /// <summary>Calls with these bytes and this proof.</summary>
    /// <param name="path">The method.</param>
    /// <param name="message">The message bytes.</param>
    /// <param name="proof">The proof header; null for none.</param>
    /// <param name="flag">The compression flag of the frame.</param>
    /// <param name="headers">More headers.</param>
    public async Task<Answer> SendAsync(string path, byte[] message, string? proof, byte flag = 0, params (string Name, string Value)[] headers)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.CopyTo(frame.AsSpan(5));
        return await SendFrameAsync(path, frame, proof, headers);
    }

    /// <summary>Calls with this body.</summary>
    public async Task<Answer> SendFrameAsync(string path, byte[] body, string? proof, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Version = new Version(2, 0), Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        if (proof is not null)
        {
            request.Headers.TryAddWithoutValidation(ProofHeader, proof);
        }

        if (session is not null && !headers.Any(header => header.Name == sessionHeader))
        {
            request.Headers.TryAddWithoutValidation(sessionHeader, session);
        }

        if (Mandate is not null && !headers.Any(header => header.Name == MandateHeader))
        {
            request.Headers.TryAddWithoutValidation(MandateHeader, Mandate);
        }

        foreach (var (header, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var response = await http.SendAsync(request);
        var content = await response.Content.ReadAsByteArrayAsync();
        return new Answer(
            int.Parse(Header(response, "grpc-status") ?? "-1", System.Globalization.CultureInfo.InvariantCulture),
            Details(Header(response, "grpc-status-details-bin")),
            Unframe(content),
            [$"HTTP {(int)response.StatusCode}", .. Lines(response.Headers), .. Lines(response.Content.Headers), .. Lines(response.TrailingHeaders)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override string ToString() => name;

    private static IEnumerable<string> Lines(HttpHeaders headers) =>
        headers.NonValidated.Select(one => $"{one.Key.ToLowerInvariant()}: {string.Join(", ", one.Value)}");

    private static string? Header(HttpResponseMessage response, string header) =>
        response.TrailingHeaders.TryGetValues(header, out var trailing) ? trailing.First()
        : response.Headers.TryGetValues(header, out var leading) ? leading.First() : null;

    // Binary metadata may come without padding (gRPC over HTTP/2, "Binary-Header").
    private static byte[] Details(string? text) =>
        text is null ? [] : Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    private static List<byte[]> Unframe(byte[] content)
    {
        var messages = new List<byte[]>();
        for (var at = 0; at + 5 <= content.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(at + 1));
            messages.Add(content[(at + 5)..(at + 5 + length)]);
            at += 5 + length;
        }

        return messages;
    }
}
