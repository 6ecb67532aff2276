using System.Diagnostics.CodeAnalysis;

namespace Sluice.Bot.Tests.Stories;

/// <summary>The bot in a process that is started anew whenever it has ended.</summary>
internal sealed class Undying(IReadOnlyDictionary<string, string?> settings, BotLog log) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
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

    public void Start() => _living = Live();

    /// <summary>Ends when the process that is there now can do its work.</summary>
    public Task Ready(string address) => Alive(out var bot) ? bot.Ready(address, Patience) : Task.CompletedTask;

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

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _living;
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
