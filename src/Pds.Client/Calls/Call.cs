using Grpc.Core;

namespace Pds.Client;

/// <summary>Runs one call: a trace with ids only, and failures as <see cref="PdsException"/>.</summary>
internal static class Call
{
    public static async Task<T> RunAsync<T>(string name, string? grantId, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Start(name, grantId);
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (RpcException failure)
        {
            var translated = CallFailures.Translate(failure, cancellationToken);
            if (translated is PdsException refusal)
            {
                Telemetry.End(activity, refusal);
            }

            throw translated;
        }
        catch (PdsException refusal)
        {
            Telemetry.End(activity, refusal);
            throw;
        }
    }
}
