namespace Pds.Server.Background;

/// <summary>
/// One task, again and again. A failure is logged and the task runs again; none of them may take the server down, and none of them holds up
/// a call.
/// </summary>
/// <param name="Name">For the log.</param>
/// <param name="Period">From one start to the next, or longer when the task takes longer.</param>
/// <param name="RunAsync">The task; answers how many things it did.</param>
internal sealed record Periodic(string Name, TimeSpan Period, Func<CancellationToken, ValueTask<int>> RunAsync);

/// <summary>Runs every <see cref="Periodic"/> until the server stops.</summary>
internal sealed class PeriodicTasks(IReadOnlyList<Periodic> tasks, TimeProvider time, ILogger<PeriodicTasks> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(tasks.Select(task => RepeatAsync(task, stoppingToken)));

    private async Task RepeatAsync(Periodic task, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(task.Period, time);
        do
        {
            try
            {
                if (await task.RunAsync(stoppingToken).ConfigureAwait(false) is > 0 and var count)
                {
                    log.TaskDid(task.Name, count);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it was, such as one damaged row: letting it out would stop the host, and with it every resident's withdrawal.
                log.TaskFailed(task.Name, failure.GetType().Name, Log.PlaceOf(failure), task.Period);
            }
        }
        while (await TickAsync(timer, stoppingToken).ConfigureAwait(false));
    }

    private static async ValueTask<bool> TickAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
