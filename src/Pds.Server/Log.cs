namespace Pds.Server;

/// <summary>Every line this server logs. Ids of calls, names of methods, codes of reasons, counts: never a value, a person or an exception's text.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Call {CallId} to {Method} was refused: {Reason}.")]
    public static partial void Refused(this ILogger log, string callId, string method, string reason);

    [LoggerMessage(2, LogLevel.Error, "Call {CallId} to {Method} met a defect: {ExceptionType} at {Place}.")]
    public static partial void Defect(this ILogger log, string callId, string method, string exceptionType, string place);

    [LoggerMessage(3, LogLevel.Warning, "Call {CallId} to {Method} could not be recorded; nothing was released.")]
    public static partial void Unrecorded(this ILogger log, string callId, string method);

    [LoggerMessage(4, LogLevel.Error, "The periodic task {Task} failed: {ExceptionType} at {Place}. It runs again in {Period}.")]
    public static partial void TaskFailed(this ILogger log, string task, string exceptionType, string place, TimeSpan period);

    [LoggerMessage(5, LogLevel.Debug, "The periodic task {Task} did {Count} things.")]
    public static partial void TaskDid(this ILogger log, string task, int count);

    [LoggerMessage(6, LogLevel.Information, "Serving ledger {Origin} at size {Size} on {Addresses}.")]
    public static partial void Serving(this ILogger log, string origin, long size, string addresses);

    [LoggerMessage(7, LogLevel.Error, "A refusal could not be entered: {ExceptionType} at {Place}.")]
    public static partial void RefusalLost(this ILogger log, string exceptionType, string place);

    /// <summary>Where an exception came from: its first stack line of our own code. Its message may quote data and is not logged.</summary>
    public static string PlaceOf(Exception failure) =>
        failure.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Pds.", StringComparison.Ordinal))?.Trim() ?? "unknown";
}
