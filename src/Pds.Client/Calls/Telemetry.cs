using System.Diagnostics;

namespace Pds.Client;

/// <summary>Traces of the SDK: method, outcome and ids. Never a field's value, never a receipt, never a name.</summary>
public static class Telemetry
{
    /// <summary>Name of the <see cref="ActivitySource"/> to subscribe to.</summary>
    public const string SourceName = "Pds.Client";

    internal static readonly ActivitySource Source = new(SourceName);

    // Tags are a closed list on purpose: nobody can add a value by passing one more argument.
    internal static Activity? Start(string call, string? grantId = null)
    {
        var activity = Source.StartActivity(call, ActivityKind.Client);
        if (grantId is not null)
        {
            activity?.SetTag("pds.grant_id", grantId);
        }

        return activity;
    }

    internal static void End(Activity? activity, PdsException failure)
    {
        activity?.SetTag("pds.reason", failure.Reason);
        activity?.SetStatus(ActivityStatusCode.Error);
    }
}
