namespace Pds.EndToEnd.Tests;

/// <summary>What must hold between the moment one call for data was sent and the moment its answer came, while nobody else calls (I-04).</summary>
internal static class ReleaseOrder
{
    /// <summary>Frames of HTTP/2 that carry no answer (window updates, pings, headers alone) stay below this, in bytes; an answer with its proofs is far above.</summary>
    private const int SmallestAnswerBytes = 1024;

    /// <summary>Two commits: the intent, and that the data was released.</summary>
    private const int CommitsBeforeRelease = 2;

    /// <summary>What is wrong, or null: before the first byte of the answer goes to a socket, the log was written and then synced at least twice,
    /// and nothing written to it is still unsynced.</summary>
    public static string? Violation(IEnumerable<Step> callsWindow)
    {
        var (commits, unsynced) = (0, 0L);
        foreach (var step in callsWindow)
        {
            switch (step.Kind)
            {
                case StepKind.LogWritten:
                    unsynced += step.Bytes;
                    break;
                case StepKind.LogSynced when unsynced > 0:
                    (commits, unsynced) = (commits + 1, 0);
                    break;
                case StepKind.Sent when step.Bytes >= SmallestAnswerBytes:
                    return (commits, unsynced) switch
                    {
                        ( < CommitsBeforeRelease, _) => $"an answer of {step.Bytes} bytes left after {commits} synced commits",
                        (_, > 0) => $"an answer of {step.Bytes} bytes left while {unsynced} bytes of the log were not synced",
                        _ => null,
                    };
                default:
                    break;
            }
        }

        return "no answer left";
    }
}
