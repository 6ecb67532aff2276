using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>
/// Rings for what was stored, after GitHub has its answer: whoever is stored once is new no more, so that asking GitHub to send it again
/// would ring nobody. What is stored while one ring is looked up is rung for together. Who stops waits for it; what a crash forgets, the
/// sweep rings.
/// </summary>
/// <param name="ring">Rings whoever the news concern.</param>
public sealed partial class Ringing(Func<IReadOnlyList<Fact>, CancellationToken, Task> ring, TimeProvider clock, ILogger<Ringing> log)
    : IHostedService,
        IDisposable
{
    /// <summary>More would make the question for all of them longer than the database may take over one.</summary>
    private const int Most = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<Fact> _news = new();
    private readonly CancellationTokenSource _end = new();
    private Task? _ringing;

    public void Add(IReadOnlyList<Fact> news)
    {
        lock (_gate)
        {
            foreach (var fact in news)
            {
                _news.Enqueue(fact);
            }

            if (_news.Count > 0)
            {
                _ringing ??= Task.Run(RingAll, CancellationToken.None); // its faults are logged
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>No more deliveries come; those that came are rung for, unless there is no time left.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task? last;
        lock (_gate)
        {
            last = _ringing;
        }

        // What remains the sweep rings.
        await (last?.WaitAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _end.CancelAsync();
    }

    public void Dispose() => _end.Dispose();

    private async Task RingAll()
    {
        while (Next() is { Count: > 0 } news)
        {
            await Ring(news);
        }
    }

    private List<Fact> Next()
    {
        lock (_gate)
        {
            var news = new List<Fact>(Math.Min(_news.Count, Most));
            while (news.Count < Most && _news.TryDequeue(out var fact))
            {
                news.Add(fact);
            }

            _ringing = news.Count > 0 ? _ringing : null;
            return news;
        }
    }

    private async Task Ring(List<Fact> news)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await ring(news, _end.Token);
                return;
            }
            catch (DbException fault) when (IsAway(fault, news.Count))
            {
                Later(log, news.Count, fault.Message);
                await Task.Delay(Pause, clock, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception) when (news.Count > 1 && !_end.IsCancellationRequested)
            {
                var half = news.Count / 2;
                await Ring(news[..half]);
                await Ring(news[half..]);
                return;
            }
            catch (Exception fault)
            {
                Unrung(log, fault, news[0].Key, news[0].Repo);
                return;
            }
        }
    }

    /// <summary>
    /// The database, and not the question. A server that does not answer and a pool of which nothing is free are told like a question that
    /// is slow: one about many is asked in halves, one about a single fact is short.
    /// </summary>
    private static bool IsAway(DbException fault, int asked) =>
        (fault.IsTransient && (asked == 1 || fault.InnerException is not TimeoutException))
        || fault is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown };

    [LoggerMessage(LogLevel.Warning, "{Count} facts are stored, and whom they concern cannot be looked up now; again in a second: {Why}")]
    private static partial void Later(ILogger log, int count, string why);

    [LoggerMessage(LogLevel.Error, "Whom {Key} of repository {Repo} concerns cannot be looked up; the next sweep rings for it")]
    private static partial void Unrung(ILogger log, Exception fault, string key, long repo);
}
