using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>GitHub was away while somebody was in line, and several replicas heard it.</summary>
public sealed class AfterOutageTests : TurnTest
{
    private static readonly Flow.Repo.Sha At = new(new string('1', 40));
    private static readonly DateTimeOffset Began = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Ended = Began.AddMinutes(30);

    [Fact]
    public async Task Replicas_that_heard_the_same_outage_tell_of_it_once()
    {
        await Queue();
        var (github, watch) = Watched.Around<IGitHub>(GitHub);

        Assert.True(await After(github).Tell(Repo, Began, Ended, Stop));
        Assert.True(await After(github).Tell(Repo, Began.AddMinutes(2), Ended.AddMinutes(3), Stop));
        Assert.True(await After(github).Tell(Repo, Began, Ended, Stop));

        Assert.Equal(2, watch.Asked.Count(asked => asked.What == nameof(IGitHub.PutIssue)));
        Assert.Single(await Told());
        Assert.False(Shown().IsOpen);
        Assert.Contains("12:00 to 2026-11-21 12:30", Shown().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_loses_the_race_for_the_books_has_written_no_issue()
    {
        await Queue();
        var races = 1;
        var (store, _) = Watched.Around<IStore>(
            Store,
            async (what, _) =>
            {
                if (what == nameof(IStore.Note) && races-- > 0)
                {
                    var known = await Store.Ledger<LaneLedger>(Lane, Stop);
                    await Store.Note(Lane, known.Version, known.Value!, [], Ended, Stop);
                }
            }
        );
        var after = new AfterOutage(store, new BreakerIssues(store, GitHub, Books), Books);

        Assert.False(await after.Tell(Repo, Began, Ended, Stop));
        Assert.Empty(Town.Repo.Issues);
        Assert.Empty(await Told());

        Assert.True(await after.Tell(Repo, Began, Ended, Stop));
        Assert.False(Shown().IsOpen);
        Assert.Single(await Told());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_issue_that_could_not_be_written_is_written_the_next_time_and_noted_once(int fails)
    {
        await Queue();
        var writes = 0;
        var github = Relay.Of<IGitHub>(
            GitHub,
            call =>
                call.What == nameof(IGitHub.PutIssue) && ++writes == fails
                    ? GustAnswers.Later(call.Method.ReturnType, Ended, "not now")
                    : call.Through()
        );

        Assert.False(await After(github).Tell(Repo, Began, Ended, Stop));
        Assert.True(await After(github).Tell(Repo, Began, Ended, Stop));

        Assert.False(Shown().IsOpen);
        Assert.Single(await Told());
    }

    [Fact]
    public async Task Another_outage_is_told_of_too_and_who_is_late_with_the_first_takes_it_from_nobody()
    {
        await Queue();
        Assert.True(await After(GitHub).Tell(Repo, Began, Ended, Stop));
        Assert.True(await After(GitHub).Tell(Repo, Began.AddHours(3), Ended.AddHours(3), Stop));
        Assert.True(await After(GitHub).Tell(Repo, Began, Ended, Stop));

        Assert.Equal(2, (await Told()).Count);
        Assert.Contains("15:00 to 2026-11-21 15:30", Shown().Body, StringComparison.Ordinal);
    }

    private LaneSubject Lane => new(Repo.Id, Repo.DefaultBranch);

    private AfterOutage After(IGitHub github) => new(Store, new BreakerIssues(Store, github, Books), Books);

    private async Task Queue()
    {
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation)], Stop);
        await Store.Note(Lane, 0, LaneLedger.New, [], Began, Stop);
        var inLine = new Admission(1, At, Repo.DefaultBranch, Priority.Normal, Began, 0, Band.Low, false, default, "ada");
        await Store.Note(new PullSubject(Repo.Id, 1), 0, PullLedger.New with { Admission = inLine }, [], Began, Stop);
    }

    private Issue Shown() => Assert.Single(Town.Repo.Issues.Values);

    private async Task<IReadOnlyList<JournalRow>> Told() => await Store.Journal(Repo.Id, "breaker_open", 0, Stop);
}
