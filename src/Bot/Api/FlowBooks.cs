using System.Collections.Concurrent;
using Sluice.Bot.Store;
using Sluice.Flow.Flows;
using Sluice.Turns;

namespace Sluice.Bot.Api;

/// <summary>
/// Measures of each repository's flow. The books are read once and then only what is new in them; trips are walked again only for those of
/// whom there is news, so that a page need not wait for ten thousand.
/// </summary>
internal sealed class FlowBooks
{
    /// <summary>
    /// Lines of the journal, and trips, of all repositories together, of four hundred bytes each: ten thousand trips of one repository have
    /// room.
    /// </summary>
    private const int Most = 200_000;

    /// <summary>The longest that may be asked for, in days.</summary>
    public const int Longest = 90;

    /// <summary>So long an answer is given again: whoever reloads learns nothing new of a month in a moment.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A webhook that was lost is told when it comes again: so far back openings are asked for anew, or one that is told after a later one
    /// would be news to nobody.
    /// </summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    private readonly PostgresStore _store;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<long, Book> _books = new();

    public FlowBooks(PostgresStore store, TimeProvider clock, int most = Most) =>
        (_store, _clock, Room) = (store, clock, new(most, repo => _books.TryRemove(repo, out _)));

    public Room<long> Room { get; }

    public async Task<FlowReport> Of(long repo, int days, CancellationToken stop)
    {
        var book = _books.GetOrAdd(repo, _ => new Book());
        await book.Gate.WaitAsync(stop);
        try
        {
            var now = _clock.GetUtcNow();
            if (book.Told.TryGetValue(days, out var told) && now - told.Until < Fresh)
            {
                return told;
            }

            await Read(book, repo, now, stop);
            return book.Told[days] = FlowMeasures.Of([.. book.Trips.Values], book.Lines, now - TimeSpan.FromDays(days), now);
        }
        finally
        {
            Room.Keep(repo, book.Size);
            book.Gate.Release();
        }
    }

    private async Task Read(Book book, long repo, DateTimeOffset now, CancellationToken stop)
    {
        // Both are read before the book changes: of a book that were half changed, what was new in the first half would be new to nobody.
        var (since, anew) = (now - TimeSpan.FromDays(Longest), now - book.Begun > TimeSpan.FromDays(1));
        var openings = await _store.Opened(repo, (anew ? null : book.OpenedUntil - Late) ?? since, stop);
        var happenings = await _store.Happenings(repo, anew ? 0 : book.After, since, stop);
        if (anew)
        {
            book.Forget(now);
        }

        var news = new SortedSet<int>();
        foreach (var opened in openings)
        {
            book.Opened[opened.Number] = opened;
            book.OpenedUntil = opened.At;
            news.Add(opened.Number);
        }

        foreach (var (seq, line) in happenings)
        {
            book.After = seq;
            book.Read++;
            if (line.Teller != Teller.Pull)
            {
                book.Lines.Add(line);
            }

            if (line.Teller != Teller.Environment)
            {
                foreach (var pull in line.Pulls)
                {
                    (book.ByPull.TryGetValue(pull, out var known) ? known : book.ByPull[pull] = []).Add(line);
                    news.Add(pull);
                }
            }
        }

        foreach (var pull in news)
        {
            var told = book.ByPull.GetValueOrDefault(pull) ?? [];
            // One that was opened before the books begin: its first line stands for that.
            book.Trips[pull] = Trip.Of(book.Opened.GetValueOrDefault(pull) ?? new Opened(pull, "", told[0].At), told);
        }
    }

    private sealed class Book
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public DateTimeOffset Begun { get; private set; }

        public long After { get; set; }

        /// <summary>Lines, each once, wherever it is held.</summary>
        public int Read { get; set; }

        public int Size => Read + Trips.Count;

        public DateTimeOffset? OpenedUntil { get; set; }

        public SortedDictionary<int, Opened> Opened { get; } = [];

        public SortedDictionary<int, List<Happening>> ByPull { get; } = [];

        public SortedDictionary<int, Trip> Trips { get; } = [];

        public List<Happening> Lines { get; } = [];

        public ConcurrentDictionary<int, FlowReport> Told { get; } = new();

        /// <summary>What is too old to be asked for is read no more.</summary>
        public void Forget(DateTimeOffset now)
        {
            (Begun, After, Read, OpenedUntil) = (now, 0, 0, null);
            Opened.Clear();
            ByPull.Clear();
            Trips.Clear();
            Lines.Clear();
        }
    }
}
