namespace Pds.Web;

/// <summary>Everything this host logs: ids and reasons, never a value, a name or an address of a page.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Serving residents' pages at {Address}.")]
    public static partial void Serving(ILogger log, string address);

    [LoggerMessage(2, LogLevel.Warning, "A browser reported a violation of {Directive}.")]
    public static partial void PolicyViolated(ILogger log, string directive);

    [LoggerMessage(3, LogLevel.Warning, "The identity provider did not answer as it should: {What}.")]
    public static partial void ProviderFailed(ILogger log, string what);

    [LoggerMessage(4, LogLevel.Information, "A call was refused: {Reason}.")]
    public static partial void CallRefused(ILogger log, string reason);

    [LoggerMessage(5, LogLevel.Error, "A page failed: {Kind} at {Place}.")]
    public static partial void PageFailed(ILogger log, string kind, string place);

    [LoggerMessage(6, LogLevel.Critical, "The city's server told a history that does not go on from what it told before.")]
    public static partial void HistoryDiffers(ILogger log);
}
