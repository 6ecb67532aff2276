using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>Whether a deployer is told: every state of what is known, by each way of step, of a canary and of a way back.</summary>
public sealed class DispatchStepTests
{
    private static readonly DateTimeOffset Then = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Then.AddHours(1);

    [Theory]
    [InlineData("canary")]
    [InlineData("production")]
    [InlineData("rollback")]
    public void Who_was_not_told_for_certain_is_told(string stage)
    {
        DispatchState?[] untold = [null, DispatchState.NotMade, DispatchState.Unsent];

        Assert.All(untold, state => Assert.Equal(new DispatchStep.Send(), Next(state, stage, DeployBy.WorkflowDispatch)));
        Assert.All(untold, state => Assert.Equal(new DispatchStep.Send(), Next(state, stage, DeployBy.RepositoryDispatch)));
    }

    [Theory]
    [InlineData(DispatchState.Intended, DeployBy.WorkflowDispatch)]
    [InlineData(DispatchState.Intended, DeployBy.RepositoryDispatch)]
    [InlineData(DispatchState.Sent, DeployBy.WorkflowDispatch)]
    public void A_run_that_may_be_there_is_looked_for(DispatchState state, DeployBy by) =>
        Assert.Equal([new DispatchStep.Find(), new DispatchStep.Find()], new[] { Next(state, "canary", by), Next(state, "rollback", by) });

    [Theory]
    [InlineData(DeployBy.WorkflowDispatch)]
    [InlineData(DeployBy.RepositoryDispatch)]
    public void A_run_that_is_known_is_followed(DeployBy by) =>
        Assert.Equal(new DispatchStep.Follow(7), Next(DispatchState.Sent, "canary", by, run: 7));

    [Theory]
    [InlineData(DispatchState.Sent, "canary", 1)]
    [InlineData(DispatchState.Sent, "rollback", 1)]
    [InlineData(DispatchState.Unsure, "canary", 1)]
    [InlineData(DispatchState.Unsure, "rollback", 6)]
    [InlineData(DispatchState.Refused, "canary", 1)]
    [InlineData(DispatchState.Refused, "production", 1)]
    [InlineData(DispatchState.Refused, "rollback", 6)]
    public void Who_was_told_or_will_not_be_is_left_alone(DispatchState state, string stage, int tries) =>
        Assert.Equal(new DispatchStep.Leave(), Next(state, stage, DeployBy.RepositoryDispatch, tries: tries));

    [Theory]
    [InlineData(1, 15)]
    [InlineData(2, 30)]
    [InlineData(3, 60)]
    [InlineData(4, 120)]
    [InlineData(5, 240)]
    public void A_way_back_that_was_refused_is_tried_again_after_a_while(int tries, int seconds)
    {
        var known = new Dispatched(DispatchState.Refused, Then, null, tries);
        var due = Then.AddSeconds(seconds);

        Assert.Equal(new DispatchStep.Wait(due), DispatchSteps.Next(Move("rollback"), known, due.AddTicks(-1)));
        Assert.Equal(new DispatchStep.Send(), DispatchSteps.Next(Move("rollback"), known, due));
    }

    [Fact]
    public void A_run_that_is_not_listed_yet_is_waited_for() =>
        Assert.Equal(
            new DispatchStep.Wait(Then + DispatchSteps.Settling),
            Unfound("rollback", DeployBy.WorkflowDispatch, false, now: Then.AddSeconds(29))
        );

    [Theory]
    [InlineData("canary", DeployBy.WorkflowDispatch, false, 1, true)]
    [InlineData("canary", DeployBy.WorkflowDispatch, true, 1, false)]
    [InlineData("canary", DeployBy.RepositoryDispatch, false, 1, false)]
    [InlineData("rollback", DeployBy.WorkflowDispatch, true, 1, true)]
    [InlineData("rollback", DeployBy.RepositoryDispatch, false, 1, true)]
    [InlineData("rollback", DeployBy.RepositoryDispatch, true, 5, true)]
    [InlineData("rollback", DeployBy.RepositoryDispatch, false, 6, false)]
    [InlineData("rollback", DeployBy.WorkflowDispatch, false, 5, true)]
    [InlineData("rollback", DeployBy.WorkflowDispatch, false, 6, false)]
    [InlineData("canary", DeployBy.WorkflowDispatch, false, 6, false)]
    public void A_dispatch_without_a_run_is_sent_again_where_that_does_no_harm(
        string stage,
        DeployBy by,
        bool mayBeAnothers,
        int tries,
        bool again
    ) => Assert.Equal(again ? new DispatchStep.Send() : new DispatchStep.Doubt(), Unfound(stage, by, mayBeAnothers, tries: tries));

    [Fact]
    public void A_dispatch_that_was_sent_is_not_sent_again_for_want_of_a_run() =>
        Assert.Equal(
            new DispatchStep.Leave(),
            DispatchSteps.Unfound(Move("rollback"), new(DispatchState.Sent, Then, null, 1), false, Later)
        );

    [Fact]
    public void The_oldest_run_is_a_lone_dispatchs() => Assert.Equal(4, Mine([4, 5], "a", DispatchState.Intended)?.Id);

    [Fact]
    public void No_run_is_nobodys() => Assert.Null(Mine([], "a", DispatchState.Sent));

    [Theory]
    [InlineData("a", 4)]
    [InlineData("b", 5)]
    [InlineData("c", 6)]
    public void Dispatches_of_about_the_same_time_have_their_runs_in_the_order_in_which_they_were_sent(string asked, long run)
    {
        var sent = new Dictionary<string, int>
        {
            ["a"] = 0,
            ["b"] = 3,
            ["c"] = 3,
        };
        var rivals = sent.Where(each => each.Key != asked).Select(each => (each.Key, Sent(each.Value))).ToArray();

        Assert.Equal(run, DispatchSteps.Mine(Runs(4, 5, 6), asked, Sent(sent[asked]), Rivals(rivals))?.Id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Nobody_takes_a_run_while_it_may_be_anothers(int runs) =>
        Assert.Null(DispatchSteps.Mine(Runs([.. Enumerable.Range(4, runs).Select(id => (long)id)]), "b", Sent(3), Rivals(("a", Sent(0)))));

    [Theory]
    [InlineData(DispatchState.Intended, DispatchState.Sent)]
    [InlineData(DispatchState.Sent, DispatchState.Intended)]
    [InlineData(DispatchState.Sent, DispatchState.Unsure)]
    public void Nobody_takes_a_run_while_it_is_not_known_who_was_told(DispatchState mine, DispatchState other) =>
        Assert.Null(DispatchSteps.Mine(Runs(4, 5), "b", new(mine, Then, null, 1), Rivals(("a", new(other, Then, null, 1)))));

    private static Dispatched Sent(int seconds) => new(DispatchState.Sent, Then.AddSeconds(seconds), null, 1);

    private static DeployRun? Mine(long[] runs, string asked, DispatchState state) =>
        DispatchSteps.Mine(Runs(runs), asked, new(state, Then, null, 1), Rivals());

    private static SortedDictionary<string, Dispatched> Rivals(params (string Asked, Dispatched Known)[] rivals) =>
        new(rivals.ToDictionary(each => each.Asked, each => each.Known), StringComparer.Ordinal);

    private static Row<DeployRun> Runs(params long[] ids) => ids.Select(id => new DeployRun(id, "", RunState.Queued)).ToRow();

    private static DispatchStep Next(DispatchState? state, string stage, DeployBy by, long? run = null, int tries = 1) =>
        DispatchSteps.Next(Move(stage, by), state is { } known ? new Dispatched(known, Then, run, tries) : null, Later);

    private static DispatchStep Unfound(string stage, DeployBy by, bool mayBeAnothers, DateTimeOffset? now = null, int tries = 1) =>
        DispatchSteps.Unfound(Move(stage, by), new(DispatchState.Intended, Then, null, tries), mayBeAnothers, now ?? Later);

    private static EnvironmentMove.Dispatch Move(string stage, DeployBy by = DeployBy.RepositoryDispatch) =>
        new(1, Fleet.Commit(1), "canary", new DeploymentPayload("x", stage, 0, [], null), new DeployPolicy(by, "deploy.yml"));
}
