using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pds.Server.Witnessing;

/// <summary>
/// The health service's <c>witnesses</c>: NOT_SERVING while the quorum is missing, SERVING without a policy. Not part of the server's own health:
/// no call waits for a witness, and nothing is checked less strictly meanwhile (I-47).
/// </summary>
internal sealed class WitnessHealth(WitnessedLog witnessed) : IHealthCheck
{
    internal const string Name = "witnesses";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(witnessed.IsQuorumMissing ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
}
