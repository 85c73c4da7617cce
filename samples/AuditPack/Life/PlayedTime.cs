namespace AuditPack;

/// <summary>
/// Plays a city's time forward: the clock moves in hops, somebody looks something up after each, and at every change of the epoch the server has entered the
/// heads of all chains before anything else happens, as it would have through the night.
/// </summary>
/// <param name="clock">The city's clock.</param>
/// <param name="headsFile">The public file of the heads, one line an epoch.</param>
/// <param name="headsSeconds">Length of an epoch.</param>
/// <param name="look">Somebody's call: it is entered in time, so that the clock never looks as if it had leapt.</param>
internal sealed class PlayedTime(CityClock clock, string headsFile, int headsSeconds, Func<Task> look)
{
    private static readonly TimeSpan LongestHop = TimeSpan.FromHours(11);
    private static readonly TimeSpan LookAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan RingEvery = TimeSpan.FromHours(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private long _headsBytes;
    private DateTimeOffset _rang;

    /// <summary>Moves the clock.</summary>
    /// <param name="time">To when; a time that has passed changes nothing.</param>
    /// <param name="eachEpoch">What happens once the heads of another epoch are in; null for nothing.</param>
    public async Task MoveToAsync(DateTimeOffset time, Func<Task>? eachEpoch = null)
    {
        while (clock.GetUtcNow() < time)
        {
            var before = clock.GetUtcNow();
            clock.MoveTo(time - before > LongestHop ? before + LongestHop : time);
            RingNowAndThen();
            if (clock.GetUtcNow() - before > LookAfter)
            {
                await look();
            }

            if (EpochOf(before) != EpochOf(clock.GetUtcNow()))
            {
                await HeadsEnteredAsync();
                await (eachEpoch?.Invoke() ?? Task.CompletedTask);
            }
        }
    }

    private long EpochOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / headsSeconds;

    // What the server does every minute it does every few hours here: lists that nobody fetches in between need not be signed.
    private void RingNowAndThen()
    {
        if (clock.GetUtcNow() - _rang >= RingEvery || EpochOf(_rang) != EpochOf(clock.GetUtcNow()))
        {
            _rang = clock.GetUtcNow();
            clock.Ring();
        }
    }

    // The file has one line an epoch; it grows when the server has looked at its clock.
    private async Task HeadsEnteredAsync()
    {
        var file = new FileInfo(headsFile);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += TimeSpan.FromMilliseconds(2))
        {
            file.Refresh();
            if (file.Exists && file.Length > _headsBytes)
            {
                _headsBytes = file.Length;
                return;
            }

            await Task.Delay(2);
        }
    }
}
