using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pds.Ledger;

namespace Pds.Server.Background;

/// <summary>NOT_SERVING while nothing can be recorded or the clock ran back: then nothing is released either (I-05).</summary>
internal sealed class LedgerHealth(Recorder recorder) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(recorder is { IsServing: true, Clock.IsTrustworthy: true } ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
