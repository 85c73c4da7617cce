namespace Pds.Auditor.Witness;

/// <summary>Every line a witness logs. Origins are public names.</summary>
internal static partial class WitnessLog
{
    [LoggerMessage(1, LogLevel.Information, "add-checkpoint for {Origin} from size {OldSize}: {Status}.")]
    public static partial void Answered(this ILogger log, string origin, long oldSize, int status);

    [LoggerMessage(2, LogLevel.Error, "The state cannot be made durable, nothing was signed: {ExceptionType}: {Message}")]
    public static partial void NotDurable(this ILogger log, string exceptionType, string message);
}
