using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>Dispatches over a GitHub that does not do as it is asked.</summary>
public sealed class TellingDeployersTests : TurnTest
{
    private static readonly CanaryPolicy Policy = new() { Deploy = new DeployPolicy(DeployBy.RepositoryDispatch) };

    private readonly List<Answer<DeployRun?>> _answers = [];
    private readonly List<Answer<Row<DeployRun>>> _runs = [];
    private int _sent;

    [Fact]
    public async Task A_way_back_that_GitHub_refused_is_tried_again_and_nobody_is_told_that_it_failed()
    {
        _answers.Add(new Answer<DeployRun?>.Refused("not today", 422));

        var made = Assert.IsType<Made.Later>(await Make("rollback"));
        Assert.True(Assert.Single(await Refused("rollback")).IsTriedAgain);
        Town.Clock.MoveTo(made.Until);
        Assert.Equal(Made.Well, await Make("rollback"));
        Assert.Equal(2, _sent);
    }

    [Fact]
    public async Task A_way_back_that_GitHub_refuses_without_end_is_peoples_at_last()
    {
        _answers.AddRange(Enumerable.Repeat(new Answer<DeployRun?>.Refused("never", 422), 100));
        var (began, made) = (Town.Clock.GetUtcNow(), await Make("rollback"));
        while (made is Made.Later later)
        {
            Town.Clock.MoveTo(later.Until);
            made = await Make("rollback");
        }

        Assert.Equal((DispatchSteps.Most, true), (_sent, Town.Clock.GetUtcNow() - began < TimeSpan.FromMinutes(10)));
        Assert.Equal(new RefusedDeploy(Asked("rollback").Payload.Id, "never", true), Assert.Single(await Refused("rollback")));
    }

    [Fact]
    public async Task A_canary_that_GitHub_refused_is_not_tried_again()
    {
        _answers.Add(new Answer<DeployRun?>.Refused("not today", 422));

        Assert.IsType<Made.Refused>(await Make("canary"));
        Assert.Equal(Made.Well, await Make("canary"));
        Assert.Equal((1, "not today"), (_sent, Assert.Single(await Refused("canary")).Why));
    }

    [Theory]
    [InlineData("rollback", 2)]
    [InlineData("canary", 1)]
    public async Task What_nobody_knows_to_have_been_heard_is_told_again_where_it_is_a_way_back(string stage, int told)
    {
        _answers.Add(new Answer<DeployRun?>.Later(Town.Clock.GetUtcNow(), "the answer never came"));
        await Make(stage);
        var waits = Assert.IsType<Made.Later>(await Make(stage));
        Town.Clock.MoveTo(waits.Until);
        await Make(stage);
        await Make(stage);

        Assert.Equal(told, _sent);
    }

    [Fact]
    public async Task Two_workflows_of_one_moment_each_follow_their_own_run()
    {
        var byWorkflow = new DeployPolicy(DeployBy.WorkflowDispatch, "deploy.yml");
        await Make("canary", byWorkflow);
        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddSeconds(1));
        await Make("production", byWorkflow);

        _runs.AddRange([Runs(7), Runs(7, 8), Runs(7, 8)]);
        await Make("production", byWorkflow);
        Assert.Equal((null, null), (await Run("canary"), await Run("production")));
        await Make("production", byWorkflow);
        await Make("canary", byWorkflow);

        Assert.Equal((7, 8), (await Run("canary"), await Run("production")));
    }

    private static Answer<Row<DeployRun>> Runs(params long[] ids) =>
        new Answer<Row<DeployRun>>.Made(ids.Select(id => new DeployRun(id, "", RunState.Queued)).ToRow());

    private async Task<long?> Run(string stage) => (await Store.Find<DispatchFact>(Repo.Id, "", Asked(stage).Payload.Id, Stop))!.Run;

    private Task<Row<RefusedDeploy>> Refused(string stage) => Dispatches().Refused(Repo, Policy, Canary(stage), Stop);

    private Task<Made> Make(string stage, DeployPolicy? by = null)
    {
        var asked = Asked(stage);
        var seen = new EnvironmentSeen
        {
            Now = Town.Clock.GetUtcNow(),
            Repo = Repo,
            Policy = Policy,
            Ledger = EnvironmentLedger.New,
        };
        return Dispatches()
            .Make(seen, new EnvironmentMove.Dispatch(1, asked.Sha, asked.Environment, asked.Payload, by ?? Policy.Deploy), Stop);
    }

    private EnvironmentMove.Deploy Asked(string stage) => Stages.Awaited(Canary(stage), Policy)[0];

    private static Canary Canary(string stage) =>
        new(
            "c1",
            default,
            default,
            [],
            stage switch
            {
                "rollback" => CanaryPhase.RollingBack,
                "production" => CanaryPhase.Promoting,
                _ => CanaryPhase.Deploying,
            },
            0,
            default,
            null,
            null
        );

    /// <summary>Answers as the lists say, one after the other; then all goes well, and no run is known.</summary>
    private Dispatches Dispatches() =>
        new(
            Store,
            Relay.Of<IGitHub>(
                GitHub,
                call =>
                    call.What switch
                    {
                        nameof(IGitHub.Dispatch) => Task.FromResult(
                            _sent++ < _answers.Count ? _answers[_sent - 1] : new Answer<DeployRun?>.Made(null)
                        ),
                        nameof(IGitHub.Dispatched) => Task.FromResult(Next()),
                        _ => call.Through(),
                    }
            ),
            Books
        );

    private Answer<Row<DeployRun>> Next()
    {
        var next = _runs.Count > 0 ? _runs[0] : Runs();
        _runs.RemoveRange(0, Math.Min(1, _runs.Count));
        return next;
    }
}
