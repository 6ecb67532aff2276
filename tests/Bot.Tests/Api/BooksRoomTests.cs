using Sluice.Bot.Api;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.GitHub;
using Sluice.Bot.Tests.Store;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Reviewing;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Api;

/// <summary>What the pages hold of many repositories has one bound; whatever was forgotten is read again.</summary>
public sealed class BooksRoomTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly HandClock _clock = new();
    private readonly PostgresStore _store = new(database.Source, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ledgers_of_the_repository_that_was_asked_for_longest_ago_make_room()
    {
        var books = new PullBooks(_store, most: 6);
        await Waiting(11, 1, 2, 3);
        await Waiting(12, 1, 2, 3);
        await Waiting(13, 1, 2, 3);
        foreach (var repo in new[] { 11, 12, 13, 11 })
        {
            Assert.Equal([1, 2, 3], (await books.Of(repo, PullsOf.Alive, Stop)).Select(each => each.Key.Number));
            Assert.InRange(books.Room.Taken, 3, 6);
        }
    }

    [Fact]
    public async Task One_that_is_alive_and_in_review_is_held_once_and_one_that_ended_no_more()
    {
        var books = new PullBooks(_store);
        await Waiting(21, 1, 2);
        await books.Of(21, PullsOf.Alive, Stop);
        Assert.Equal(2, (await books.Of(21, PullsOf.InReview, Stop)).Count);
        Assert.Equal(2, books.Room.Taken);

        await _store.Note(new PullSubject(21, 2), 1, PullLedger.New with { Ticket = 1, Settled = 1 }, [], Some.Noon, Stop);
        Assert.Single(await books.Of(21, PullsOf.Alive, Stop));
        Assert.Single(await books.Of(21, PullsOf.InReview, Stop));
        Assert.Equal(1, books.Room.Taken);
    }

    [Fact]
    public async Task One_repository_with_more_than_there_is_room_for_is_told_all_the_same_and_not_held()
    {
        var books = new PullBooks(_store, most: 2);
        await Waiting(31, 1, 2, 3);

        Assert.Equal(3, (await books.Of(31, PullsOf.Alive, Stop)).Count);
        Assert.Equal(0, books.Room.Taken);
        Assert.Equal(3, (await books.Of(31, PullsOf.Alive, Stop)).Count);
    }

    [Fact]
    public async Task Outcomes_make_room_and_are_counted_again()
    {
        var books = new RiskBooks(_store, _clock, most: 5);
        foreach (var repo in new[] { 41, 42, 43 })
        {
            await Note(repo, 1, 2);
        }

        foreach (var repo in new[] { 41, 42, 43, 41, 41 })
        {
            Assert.Equal(2, (await books.Lately(repo, _clock.Now, Stop)).Count);
            Assert.InRange(books.Room.Taken, 2, 4);
        }
    }

    [Fact]
    public async Task Lines_of_the_journal_make_room_and_measure_the_same_when_they_are_read_again()
    {
        var books = new FlowBooks(_store, _clock, most: 9);
        foreach (var repo in new[] { 51, 52, 53 })
        {
            await _store.Fold([.. Enumerable.Range(1, 2).Select(number => Opened(repo, number))], Stop);
            await Note(repo, 1, 2);
        }

        foreach (var repo in new[] { 51, 52, 53, 51, 51 })
        {
            Assert.Equal(2, (await books.Of(repo, 30, Stop)).Opened);
            Assert.InRange(books.Room.Taken, 4, 8);
        }
    }

    /// <summary>Open pull requests that are in line and wait for a person.</summary>
    private async Task Waiting(int repo, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            var need = new ReviewNeed(ReviewKind.Approve, new Sha(new string('1', 40)), 1, Some.Noon);
            await _store.Fold([Some.PullFact(repo, number, 1)], Stop);
            await _store.Note(new PullSubject(repo, number), 0, PullLedger.New with { Ticket = 1, Review = need }, [], Some.Noon, Stop);
        }
    }

    private async Task Note(int repo, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            var outcome = new Outcome(Ending.Landed, 0.1, default, [1, 1, 1, 1, 1, 0]) { Author = "ada" };
            await _store.Note(
                new PullSubject(repo, number),
                0,
                PullLedger.New,
                [new JournalLine(Outcome.Kind, outcome.Says(), [number], outcome.Json())],
                _clock.Now.AddDays(-1),
                Stop
            );
        }
    }

    private Turns.Ports.PullFact Opened(int repo, int number)
    {
        var fact = Some.PullFact(repo, number, 1);
        return fact with { Pull = fact.Pull with { Created = _clock.Now.AddDays(-1) } };
    }
}
