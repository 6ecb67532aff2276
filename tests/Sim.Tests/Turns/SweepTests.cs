using Sluice.Flow.Intake;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

public sealed class SweepTests : TurnTest
{
    [Fact]
    public async Task A_repository_that_cannot_be_read_does_not_keep_the_others_waiting()
    {
        var gone = Repo with { Id = Repo.Id - 1, Name = "gone" };
        var pull = await Open("pears");
        await Store.Fold([new RepositoryFact(gone.Id, 1, gone)], Stop);

        var troubles = await Turns().Sweep.All(Stop);

        Assert.All(troubles, trouble => Assert.StartsWith("acme/gone: ", trouble, StringComparison.Ordinal));
        Assert.NotEmpty(troubles);
        Assert.Contains(new PullSubject(Repo.Id, pull.Number), Rung());
    }

    [Fact]
    public async Task Of_many_repositories_those_that_cannot_be_read_leave_the_others_their_turn()
    {
        var pull = await Open("pears");
        await Turns().Sweep.All(Stop);
        await Store.Fold(
            [.. Enumerable.Range(1, 40).Select(id => new RepositoryFact(id, 1, Repo with { Id = id, Name = $"gone{id}" }))],
            Stop
        );
        var turns = 0;
        for (var sweeps = 0; sweeps < 6; sweeps++)
        {
            Bell.Forget();
            Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(1));
            await Turns().Sweep.All(Stop);
            turns += Rung().Contains(new PullSubject(Repo.Id, pull.Number)) ? 1 : 0;
        }

        // Twenty of them in each minute.
        Assert.Equal(2, turns);
    }

    [Fact]
    public async Task Where_there_are_thousands_of_pulls_each_is_rung_within_four_rounds_and_all_when_it_is_asked_for()
    {
        List<Subject> pulls = [];
        foreach (var branch in new[] { "pears", "plums", "figs", "nuts", "dates" })
        {
            pulls.Add(new PullSubject(Repo.Id, (await Open(branch)).Number));
        }

        Assert.Empty(await Turns().Sweep.All(Stop)); // what is news rings besides
        await Store.Fold([new ReconciledFact(Repo.Id + 1, 1, Town.Clock.GetUtcNow(), Pulls: 10_000)], Stop);
        var counts = new List<int>();
        List<Subject> rung = [];
        for (var round = 0; round < 4; round++)
        {
            Bell.Forget();
            Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(4));
            Assert.Empty(await Turns().Sweep.All(Stop));
            var now = Rung().Intersect(pulls).ToList();
            counts.Add(now.Count);
            rung.AddRange(now);
        }

        Assert.All(counts, count => Assert.InRange(count, 1, 2));
        Assert.Equal(pulls.Count, rung.Distinct().Count());
        Bell.Forget();
        Assert.Empty(await Turns().Sweep.All(Stop, everyOne: true));
        Assert.Superset(pulls.ToHashSet(), Rung().ToHashSet());
    }

    [Fact]
    public async Task A_pull_of_which_no_webhook_told_is_found_and_rung()
    {
        Push("plums", "good/plums.txt");
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation)], Stop);
        var pull = Town.World.Pulls.Open(As("ada"), Town.Repo, new("plums", "plums", "main")).Value;

        Assert.Empty(await Turns().Sweep.All(Stop));

        Assert.NotNull(await Store.Find<PullFact>(Repo.Id, "", Numbers.Key(pull.Number), Stop));
    }

    [Fact]
    public async Task A_command_on_a_merged_pull_is_rung_for_until_a_turn_heard_it()
    {
        var pull = await Open("pears");
        Town.World.Pulls.Close(pull, Town.World.Accounts["ada"]);
        await Turns().Take(new PullSubject(Repo.Id, pull.Number), Stop);
        Assert.Null(Town.World.Comments.Say(As("ada"), pull, "/sluice pause the office moves").Refusal);

        // Each time the process dies before anybody whom the sweep rang takes a turn, for longer than it looks back.
        for (var sweeps = 0; sweeps < 6; sweeps++)
        {
            Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(45));
            Bell.Forget();
            Assert.Empty(await Turns().Sweep.All(Stop));
        }

        Assert.Contains(new PullSubject(Repo.Id, pull.Number), Rung());
        await Turns().Take(new PullSubject(Repo.Id, pull.Number), Stop);
        Assert.NotNull(await Store.Find<LaneOrderFact>(Repo.Id, "", "main", Stop));

        // The first sweep after it may ring once more.
        for (var sweeps = 0; sweeps < 3; sweeps++)
        {
            await Turns().Take(new PullSubject(Repo.Id, pull.Number), Stop);
            Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(45));
            Bell.Forget();
            Assert.Empty(await Turns().Sweep.All(Stop));
        }

        Assert.DoesNotContain(new PullSubject(Repo.Id, pull.Number), Rung());
    }

    /// <summary>A replica that was frozen in the midst of a turn pushes it when it wakes.</summary>
    [Theory]
    [InlineData("sluice/queue/main/0123456789ab")]
    [InlineData("sluice/try/7")]
    [InlineData("sluice/canary/0123456789ab")]
    public async Task A_branch_of_the_bots_that_its_books_do_not_know_is_dropped(string orphan)
    {
        Push(orphan, "good/plums.txt");
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation)], Stop);

        Assert.Empty(await Turns().Sweep.All(Stop));

        Assert.Null(Town.Repo.Branch(orphan));
    }

    [Theory]
    [InlineData("sluice/canary/0123456789ab")]
    [InlineData("sluice/revert/7")]
    public async Task A_branch_that_the_books_know_or_that_is_no_ones_to_drop_stays(string branch)
    {
        Push(branch, "good/plums.txt");
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation)], Stop);
        var subject = new EnvironmentSubject(Repo.Id, "production");
        var known = EnvironmentLedger.New with { Branches = ["sluice/canary/0123456789ab"] };
        Assert.True(await Store.Note(subject, 0, known, [], Town.Clock.GetUtcNow(), Stop));

        Assert.Empty(await Turns().Sweep.All(Stop));

        Assert.NotNull(Town.Repo.Branch(branch));
    }

    [Fact]
    public async Task While_everything_stands_still_it_only_reads()
    {
        string[] orphans = ["sluice/queue/main/0123456789ab", "sluice/try/7", "sluice/canary/0123456789ab"];
        Array.ForEach(orphans, orphan => Push(orphan, "good/plums.txt"));
        var pull = await Open("pears");
        var standsStill = true;
        var turns = new SubjectTurns(Store, GitHub, Mirror, Town.Fleet, Bell, Town.Clock, standsStill: _ => Task.FromResult(standsStill));

        Assert.Empty(await turns.Sweep.All(Stop));
        Assert.All(orphans, orphan => Assert.NotNull(Town.Repo.Branch(orphan)));
        Assert.Contains(new PullSubject(Repo.Id, pull.Number), Rung());

        standsStill = false;
        Assert.Empty(await turns.Sweep.All(Stop, everyOne: true));
        Assert.All(orphans, orphan => Assert.Null(Town.Repo.Branch(orphan)));
    }

    [Fact]
    public async Task A_commit_whose_checks_GitHub_refuses_to_tell_keeps_nothing_else_from_being_looked_after()
    {
        const string stray = "sluice/queue/main/0123456789ab";
        var (lost, tried) = (await Tried("pears"), await Tried("plums"));
        Push(stray, "good/figs.txt");
        var asked = new List<Sha>();
        var github = Relay.Of<IGitHub>(
            GitHub,
            call =>
            {
                if (call.What != nameof(IGitHub.Checks))
                {
                    return call.Through();
                }

                asked.Add((Sha)call.With[1]!);
                return asked[^1] == lost ? GustAnswers.Refused(call.Method.ReturnType, "No commit found", 422) : call.Through();
            }
        );
        var began = Town.Clock.GetUtcNow();

        var trouble = Assert.Single(await Turns(github).Sweep.All(Stop));

        Assert.Contains("No commit found", trouble, StringComparison.Ordinal);
        Assert.Equal([lost, tried], asked);
        Assert.Null(Town.Repo.Branch(stray));
        Assert.Equal(began, (await Store.Find<ReconciledFact>(Repo.Id, "", "", Stop))!.At);
    }

    /// <summary>The commit that is tested.</summary>
    private async Task<Sha> Tried(string branch)
    {
        var pull = await Open(branch);
        var (head, now) = (new Sha(pull.HeadSha), Town.Clock.GetUtcNow());
        var run = new TryRun(pull.Number, new Actor(1, "ben"), Permission.Write, head, "main", head, now)
        {
            Candidate = head,
            Started = now,
        };
        Assert.True(await Store.Note(new PullSubject(Repo.Id, pull.Number), 0, PullLedger.New with { Try = run }, [], now, Stop));
        return head;
    }

    private List<Subject> Rung()
    {
        var rung = new List<Subject>();
        while (Bell.Next(Town.Dice) is { } subject)
        {
            rung.Add(subject);
        }

        return rung;
    }
}
