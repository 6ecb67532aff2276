using System.Net;
using Sluice.Bot.Tests.Store;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Notifying;

/// <summary>Channels that take nothing for a while.</summary>
public sealed class DeadChannelsTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly Newsroom _news = new(database);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_did_not_arrive_is_sent_again_in_its_order_for_a_day()
    {
        await _news.Begin(Newsroom.Both);
        await _news.Happens("halted", "first");
        await _news.Happens("paused", "second");
        _news.Inbox.Answers = HttpStatusCode.BadGateway;
        await _news.Send();
        _news.Inbox.Answers = HttpStatusCode.OK;
        await _news.Send();
        Assert.Equal(
            ["first", "second"],
            _news.Slacked.Select(each => each.Body.Contains("first", StringComparison.Ordinal) ? "first" : "second")
        );

        await _news.Happens("halted", "third");
        _news.Inbox.Answers = HttpStatusCode.BadGateway;
        _news.Clock.Advance(TimeSpan.FromHours(25));
        await _news.Send();
        _news.Inbox.Answers = HttpStatusCode.OK;
        await _news.Send();
        Assert.Equal(2, _news.Slacked.Count());
    }

    [Theory]
    [InlineData("audit.example", "hooks.slack.example")]
    [InlineData("hooks.slack.example", "audit.example")]
    public async Task A_channel_that_takes_nothing_has_nobody_told_twice_and_hears_it_later(string dead, string other)
    {
        await _news.Begin(Newsroom.Both);
        await _news.Happens("halted", "main stands still");
        _news.Inbox.Dead = dead;
        await _news.Send();
        await _news.Send();
        Assert.Equal([other], _news.Inbox.Taken.Select(each => each.To.Host));

        _news.Inbox.Dead = null;
        await _news.Send();
        Assert.Equal([other, dead], _news.Inbox.Taken.Select(each => each.To.Host));
    }

    [Fact]
    public async Task A_channel_that_was_down_for_a_day_is_tried_once_and_all_of_that_day_let_go()
    {
        await _news.Begin("version: 1\nnotify: { slack: ops }\n");
        await _news.Happens("halted", "first");
        await _news.Happens("paused", "second");
        await _news.Happens("resumed", "third");
        _news.Clock.Advance(TimeSpan.FromHours(25));
        _news.Inbox.Answers = HttpStatusCode.BadGateway;
        await _news.Send();
        Assert.Equal(1, _news.Inbox.Tries);

        _news.Inbox.Answers = HttpStatusCode.OK;
        await _news.Send();
        Assert.Equal(1, _news.Inbox.Tries);
    }

    [Fact]
    public async Task A_channel_that_is_down_is_waited_for_once_however_many_repositories_name_it()
    {
        var second = Newsroom.Another();
        await _news.Store.Fold(
            [Some.RepositoryFact(second, 1), new PolicyFact(second, 1, "main", "version: 1\nnotify: { slack: ops }\n")],
            Stop
        );
        await _news.Begin("version: 1\nnotify: { slack: ops }\n");
        await _news.Happens("halted", "first");
        Assert.True(
            await _news.Store.Note(
                new LaneSubject(second, "main"),
                0,
                LaneLedger.New,
                [new JournalLine("halted", "second", [])],
                _news.Clock.Now,
                Stop
            )
        );
        _news.Inbox.Answers = HttpStatusCode.BadGateway;
        await _news.Send();
        Assert.Equal(1, _news.Inbox.Tries);

        _news.Inbox.Answers = HttpStatusCode.OK;
        await _news.Send();
        Assert.Equal(2, _news.Slacked.Count());
        await _news.Store.Fold(
            [Some.RepositoryFact(second, 2) with { Repository = Some.RepositoryFact(second, 2).Repository with { Alive = false } }],
            Stop
        );
    }

    public void Dispose() => _news.Dispose();
}
