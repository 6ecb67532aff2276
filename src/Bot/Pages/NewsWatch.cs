using System.Collections.Concurrent;

namespace Sluice.Bot.Pages;

/// <summary>Looks for news of a repository once for all who wait for them, and lets in no more than it can carry.</summary>
/// <param name="newest">Asks the books; rises whenever there is news of the repository.</param>
internal sealed class NewsWatch(Func<long, CancellationToken, Task<long>> newest, TimeProvider clock)
{
    /// <summary>Connections at once. Whoever is one too many reads the page without hearing of news.</summary>
    public const int Most = 500;

    public static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, Look> _looks = new();
    private int _open;

    /// <returns>Null: there are too many; else theirs until it is disposed.</returns>
    public IDisposable? Enter()
    {
        if (Interlocked.Increment(ref _open) <= Most)
        {
            return new Seat(this);
        }

        Interlocked.Decrement(ref _open);
        return null;
    }

    public Task<long> Newest(long repo, CancellationToken stop) =>
        _looks.GetOrAdd(repo, _ => new Look()).At(clock.GetUtcNow(), () => newest(repo, CancellationToken.None)).WaitAsync(stop);

    private sealed class Look
    {
        private readonly Lock _gate = new();
        private Task<long> _answer = Task.FromResult(0L);
        private DateTimeOffset _asked = DateTimeOffset.MinValue;

        /// <summary>A little less than a beat, or whoever is early by a hair would wait for two.</summary>
        public Task<long> At(DateTimeOffset now, Func<Task<long>> ask)
        {
            lock (_gate)
            {
                if (_answer.IsCompleted && now - _asked >= Between * 0.9)
                {
                    (_asked, _answer) = (now, ask());
                }

                return _answer;
            }
        }
    }

    private sealed class Seat(NewsWatch watch) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Decrement(ref watch._open);
            }
        }
    }
}
