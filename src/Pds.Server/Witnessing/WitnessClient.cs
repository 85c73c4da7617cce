using System.Globalization;
using System.Text;
using Pds.Cryptography;
using Pds.Ledger;

namespace Pds.Server.Witnessing;

/// <summary>
/// Speaks to one witness (C2SP tlog-witness). It is believed only where a signature speaks: its cosignature, and checkpoints that our own key
/// signed. Everything else it says is a hint. Bounded seconds and bytes, no redirects.
/// </summary>
internal sealed class WitnessClient : IDisposable
{
    private const int MaxAnswerBytes = Checkpoint.MaxNoteLength;

    private readonly PolicyWitness witness;
    private readonly Uri address;
    private readonly HttpClient http;

    // The size it cosigned last, as far as we know: a wrong guess costs one round trip and nothing else.
    private long known;

    public WitnessClient(PolicyWitness witness, TimeSpan patience)
    {
        (this.witness, address) = (witness, WitnessPolicyFile.AddressOf(witness)!);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !address.IsLoopback, MaxConnectionsPerServer = 2 };
        http = new HttpClient(handler) { Timeout = patience, MaxResponseContentBufferSize = MaxAnswerBytes };
    }

    /// <summary>Asks for a cosignature.</summary>
    /// <param name="checkpoint">The published checkpoint.</param>
    /// <param name="proveFrom">The consistency proof from an older size to the checkpoint's.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<WitnessReply> AskAsync(
        Checkpoint checkpoint, Func<long, ValueTask<ConsistencyProof>> proveFrom, CancellationToken cancellationToken)
    {
        // Twice: the first answer may only tell which size to begin from.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var from = Math.Min(known, checkpoint.Size);
            var proof = from == 0 ? null : await proveFrom(from).ConfigureAwait(false);
            var (status, body) = await SendAsync(HttpMethod.Post, AddCheckpoint.Path, AddCheckpoint.Of(from, proof, checkpoint).ToString(), cancellationToken)
                .ConfigureAwait(false);
            switch (status)
            {
                case StatusCodes.Status200OK when checkpoint.TryAdd(body, witness.Key, out _, out var line):
                    known = checkpoint.Size;
                    return new WitnessReply.Cosigned(line);
                case StatusCodes.Status200OK:
                    return new WitnessReply.Away("its answer holds no cosignature by its key over this checkpoint");
                case StatusCodes.Status409Conflict when TryReadSize(body, out var size) && size <= checkpoint.Size && size != from:
                    known = size;
                    break;
                case StatusCodes.Status409Conflict or StatusCodes.Status422UnprocessableEntity:
                    return new WitnessReply.Disagrees(status);
                default:
                    return new WitnessReply.Away(status == 0 ? body : $"it answered {status.ToString(CultureInfo.InvariantCulture)}");
            }
        }

        return new WitnessReply.Away("it names another size each time it is asked");
    }

    /// <summary>The newest checkpoint of this log that the witness shows, when our own key signed it; null for none or no answer.</summary>
    public async Task<Checkpoint?> ReadCheckpointAsync(NoteVerifier log, CancellationToken cancellationToken)
    {
        var folder = Convert.ToHexStringLower(Sha256.Hash(Encoding.UTF8.GetBytes(log.Name)));
        var (status, body) = await SendAsync(HttpMethod.Get, folder + "/checkpoint", null, cancellationToken).ConfigureAwait(false);
        return status == StatusCodes.Status200OK && Checkpoint.TryOpen(body, log, out var checkpoint) ? checkpoint : null;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Status and body; status 0 and a reason when there was no whole answer in time.</summary>
    private async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string? content, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(address, path)) { Content = content is null ? null : new StringContent(content) };
            using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return ((int)answer.StatusCode, Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)));
        }
        catch (HttpRequestException failure)
        {
            return (0, $"it cannot be reached ({failure.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (0, "it did not answer in time");
        }
    }

    private static bool TryReadSize(string body, out long size) =>
        long.TryParse(body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out size);
}
