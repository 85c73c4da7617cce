using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pds.Ledger;

namespace Pds.Server.Background;

/// <summary>
/// The health service's <c>log-directory</c>: NOT_SERVING while the public tile directory cannot be advanced. Not part of the server's own
/// health: entries are recorded and proved meanwhile, and stopping disclosures would not help anybody read the log.
/// </summary>
internal sealed class DirectoryHealth(Recorder recorder) : IHealthCheck
{
    internal const string Name = "log-directory";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(recorder.DirectoryFault is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
