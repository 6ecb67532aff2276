using System.Diagnostics;

namespace Sluice.Bench.Fire;

/// <summary>Time that passed while this machine let its processes run: what stood still as a whole says nothing of the bot.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>A busy machine is late by less.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _going;
    private TimeSpan _elapsed;
    private TimeSpan _stood;

    public Watch() => _going = Go();

    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _elapsed;
            }
        }
    }

    /// <summary>For so long nothing ran.</summary>
    public TimeSpan Stood
    {
        get
        {
            lock (_gate)
            {
                return _stood;
            }
        }
    }

    /// <summary>Ends when so much of it has passed.</summary>
    public async Task Pass(TimeSpan time)
    {
        using var beat = new PeriodicTimer(Beat);
        for (var until = Elapsed + time; Elapsed < until; )
        {
            await beat.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _going.ContinueWith(_ => { }, TaskScheduler.Default);
        _end.Dispose();
    }

    private async Task Go()
    {
        using var beat = new PeriodicTimer(Beat);
        for (var last = Stopwatch.GetTimestamp(); await beat.WaitForNextTickAsync(_end.Token); )
        {
            var now = Stopwatch.GetTimestamp();
            var passed = Stopwatch.GetElapsedTime(last, now);
            last = now;
            lock (_gate)
            {
                var stood = passed > Longest ? passed : default;
                (_elapsed, _stood) = (_elapsed + passed - stood, _stood + stood);
            }
        }
    }
}
