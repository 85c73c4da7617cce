using System.Text.Json;

namespace Pds.Web.Hosting;

/// <summary>
/// Receives what browsers report about the content security policy. Counts and names the directive; never the page's address, which may
/// name a consent. A report is hostile input like any other: bounded, parsed strictly, and never answered with a word.
/// </summary>
internal sealed class ViolationReports(ILogger<ViolationReports> log)
{
    /// <summary>Where reports go.</summary>
    public const string Path = "/csp-report";

    private const int MaxBytes = 16 * 1024;
    private const int MaxDirective = 40;
    private long _count;

    /// <summary>Reports since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    public async Task<IResult> ReceiveAsync(HttpContext context)
    {
        var body = new byte[MaxBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        if (length > MaxBytes)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        Interlocked.Increment(ref _count);
        Log.PolicyViolated(log, DirectiveOf(body.AsMemory(0, length)));
        return Results.NoContent();
    }

    private static string DirectiveOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var report = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement[0].GetProperty("body") : json.RootElement.GetProperty("csp-report");
            var name = report.TryGetProperty("effectiveDirective", out var modern) ? modern : report.GetProperty("effective-directive");
            return new string([.. (name.GetString() ?? "").Where(c => char.IsAsciiLetterLower(c) || c == '-').Take(MaxDirective)]);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return "unreadable";
        }
    }
}
