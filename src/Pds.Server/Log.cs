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

    [LoggerMessage(8, LogLevel.Error, "A sweep passed over a row that was changed at rest, at {Place}. The rows behind it were looked at.")]
    public static partial void RowDamaged(this ILogger log, string place);

    [LoggerMessage(9, LogLevel.Error, "The export {Export} could not be made: {ExceptionType} at {Place}.")]
    public static partial void ExportFailed(this ILogger log, string export, string exceptionType, string place);

    [LoggerMessage(10, LogLevel.Error, "An erasure that was ordered waits for the ledger, at {Place}. It is tried again every few seconds.")]
    public static partial void ErasureWaits(this ILogger log, string place);

    [LoggerMessage(20, LogLevel.Error, "The ledger's store cannot be written: {ExceptionType} at {Place}. Nothing is released until it can.")]
    public static partial void StoreFailed(this ILogger log, string exceptionType, string place);

    [LoggerMessage(21, LogLevel.Warning, "The ledger's store can be written again.")]
    public static partial void StoreBack(this ILogger log);

    [LoggerMessage(22, LogLevel.Critical,
        "The ledger's store was taken over or replaced while this server ran. It records nothing more; a person must decide which copy is the ledger.")]
    public static partial void Fenced(this ILogger log);

    [LoggerMessage(23, LogLevel.Error, "The public log is not advancing: {ExceptionType} at {Place}. Entries are recorded and proved meanwhile.")]
    public static partial void DirectoryFailed(this ILogger log, string exceptionType, string place);

    [LoggerMessage(24, LogLevel.Warning, "The public log advances again.")]
    public static partial void DirectoryBack(this ILogger log);

    [LoggerMessage(25, LogLevel.Warning,
        "The clock is or was more than a day beyond the ledger's last time ({LastTime}). Nothing expired is deleted until an operator has looked at the clock and starts the server with --confirm-clock and today's date.")]
    public static partial void ClockLeapt(this ILogger log, DateTimeOffset lastTime);

    [LoggerMessage(30, LogLevel.Warning, "Witness {Witness} is away: {Reason}. It is asked again with growing pauses; nothing else waits for it.")]
    public static partial void WitnessAway(this ILogger log, string witness, string reason);

    [LoggerMessage(31, LogLevel.Information, "Witness {Witness} cosigned again, at size {Size}.")]
    public static partial void WitnessBack(this ILogger log, string witness, long size);

    [LoggerMessage(32, LogLevel.Warning,
        "Degraded: witness quorum missing. The cosigned checkpoint stays at size {CosignedSize}; nothing is shown as cosigned with less than the policy asks for.")]
    public static partial void QuorumMissing(this ILogger log, long cosignedSize);

    [LoggerMessage(33, LogLevel.Information, "The witness quorum is met at size {Size}.")]
    public static partial void QuorumMet(this ILogger log, long size);

    [LoggerMessage(34, LogLevel.Critical,
        "Witness {Witness} holds a checkpoint of size {Size} that this log's key signed and this store does not have. This store is an old copy or a second one; it records nothing more. Restore the newest store.")]
    public static partial void NewerCopy(this ILogger log, string witness, long size);

    [LoggerMessage(35, LogLevel.Error, "The cosigned checkpoint cannot be written: {ExceptionType}.")]
    public static partial void CosignedNotWritten(this ILogger log, string exceptionType);

    [LoggerMessage(60, LogLevel.Warning, "The mail server did not take message {Notice}: {Fault}. Tries: {Tries}; given up: {GivenUp}.")]
    public static partial void MailNotTaken(this ILogger log, string notice, string fault, int tries, bool givenUp);

    /// <summary>Where an exception came from: its first stack line of our own code. Its message may quote data and is not logged.</summary>
    public static string PlaceOf(Exception failure) =>
        failure.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Pds.", StringComparison.Ordinal))?.Trim() ?? "unknown";
}
