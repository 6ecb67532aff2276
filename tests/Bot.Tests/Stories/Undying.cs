using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Sluice.Bot.Tests.Stories;

/// <summary>The bot in a process that is started anew whenever it has ended.</summary>
internal sealed class Undying(IReadOnlyDictionary<string, string?> settings, BotLog log) : IAsyncDisposable
{
    private const int Well = 0;

    /// <summary>The signal's own, where it came before anybody listened to it.</summary>
    private const int NotYetBegun = 128 + 15;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<string> _crashes = [];
    private BotProcess? _bot;
    private BotProcess? _killed;
    private Task _living = Task.CompletedTask;

    /// <summary>How often it was started.</summary>
    public int Lives { get; private set; }

    public bool IsAlive => Alive(out _);

    /// <summary>Null: there is none now.</summary>
    public int? Id => Alive(out var bot) ? bot.Id : null;

    /// <summary>What it has had of the processors.</summary>
    public TimeSpan Processor => Alive(out var bot) ? bot.Processor : default;

    /// <summary>How it ended where nobody killed it, or otherwise than it was told to: each is a defect.</summary>
    public IReadOnlyList<string> Crashes
    {
        get
        {
            lock (_gate)
            {
                return [.. _crashes];
            }
        }
    }

    /// <summary>What is waited for before one that has ended is started anew.</summary>
    public Task Mourning { get; set; } = Task.CompletedTask;

    public void Start() => _living = Live();

    /// <summary>Ends when there is a process that can do its work.</summary>
    public async Task Ready(string address)
    {
        using var beat = new PeriodicTimer(Beat);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience; await beat.WaitForNextTickAsync())
        {
            if (!Alive(out var bot))
            {
                continue;
            }

            try
            {
                await bot.Ready(address, Patience);
                return;
            }
            catch (TimeoutException) when (bot.IsOver)
            {
                // the next one, then
            }
        }

        throw new TimeoutException($"no bot was ready at {address} within {Patience.TotalMinutes} minutes");
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    /// <returns>False: it was dead.</returns>
    public bool Kill()
    {
        lock (_gate)
        {
            if (!Alive(out var bot))
            {
                return false;
            }

            _killed = bot;
            bot.Kill();
            return true;
        }
    }

    /// <returns>The process that stands still now; null: it was dead.</returns>
    public BotProcess? Freeze()
    {
        lock (_gate)
        {
            if (!Alive(out var bot))
            {
                return null;
            }

            bot.Freeze();
            return bot;
        }
    }

    /// <summary>Tells it to end, and starts none anew.</summary>
    public async Task End()
    {
        await _end.CancelAsync();
        await _living;
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        _end.Dispose();
    }

    private bool Alive([NotNullWhen(true)] out BotProcess? bot)
    {
        lock (_gate)
        {
            bot = _bot is { IsOver: false } && _bot != _killed ? _bot : null;
            return bot is not null;
        }
    }

    private async Task Live()
    {
        while (!_end.IsCancellationRequested)
        {
            await using var bot = Begin();
            await bot.Ended().WaitAsync(_end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            await Bury(bot);
            await Mourning.WaitAsync(_end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task Bury(BotProcess bot)
    {
        var isTold = !bot.IsOver;
        if (isTold)
        {
            bot.Stop();
        }

        var exit = await bot.Exit();
        lock (_gate)
        {
            if (bot != _killed && !(isTold && exit is (Well or NotYetBegun)))
            {
                _crashes.Add(isTold ? $"it ended with {exit} when it was told to end" : $"it ended by itself with {exit}");
            }
        }
    }

    private BotProcess Begin()
    {
        lock (_gate)
        {
            Lives++;
            return _bot = BotProcess.Start(settings, log);
        }
    }
}
