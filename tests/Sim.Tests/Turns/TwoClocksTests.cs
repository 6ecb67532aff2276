using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;
using Sluice.Turns.Stacks;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What one replica noted another one goes on with, whose clock is behind.</summary>
public sealed class TwoClocksTests : TurnTest
{
    private int _sent;

    [Fact]
    public async Task A_deployer_is_told_once_also_by_a_replica_whose_clock_is_behind()
    {
        var policy = new CanaryPolicy { Deploy = new DeployPolicy(DeployBy.RepositoryDispatch) };
        var asked = Stages.Awaited(new Canary("c1", default, default, [], CanaryPhase.Deploying, 0, default, null, null), policy)[0];
        var seen = new EnvironmentSeen
        {
            Now = Town.Clock.GetUtcNow(),
            Repo = Repo,
            Policy = policy,
            Ledger = EnvironmentLedger.New,
        };
        var move = new EnvironmentMove.Dispatch(1, asked.Sha, asked.Environment, asked.Payload, policy.Deploy);
        var ahead = Stamps.Of(Town.Clock.GetUtcNow().AddSeconds(5));
        await Store.Fold(
            [
                new DispatchFact(
                    Repo.Id,
                    ahead,
                    policy.PromoteTo,
                    asked.Payload.Id,
                    DispatchState.Unsent,
                    Town.Clock.GetUtcNow(),
                    null,
                    null
                ),
            ],
            Stop
        );
        var dispatches = new Dispatches(Store, Relay.Of<IGitHub>(GitHub, Answer), Books);

        Assert.Equal(Made.Well, await dispatches.Make(seen, move, Stop));
        Assert.Equal(Made.Well, await dispatches.Make(seen, move, Stop));

        Assert.Equal((1, DispatchState.Sent), (_sent, (await Store.Find<DispatchFact>(Repo.Id, "", asked.Payload.Id, Stop))!.State));
    }

    [Fact]
    public async Task That_a_pull_was_aimed_elsewhere_is_kept_also_by_a_replica_whose_clock_is_behind()
    {
        var ahead = Stamps.Of(Town.Clock.GetUtcNow().AddSeconds(5));
        var pull = await Open("work");
        await Store.Fold([new StackFact(Repo.Id, ahead, pull.Number, "feature", 6, null)], Stop);
        var github = Relay.Of<IGitHub>(GitHub, _ => Task.FromResult<Answer<PullFact>>(new Answer<PullFact>.Refused("not today", 422)));

        await new Aims(Store, Mirror, github, new Asked(Store, github, Town.Clock), Books).Make(Repo, pull.Number, "release", Stop);

        Assert.Equal("release", (await Store.Find<StackFact>(Repo.Id, "", Numbers.Key(pull.Number), Stop))!.Aimed);
    }

    private object? Answer(Call call)
    {
        if (call.What != nameof(IGitHub.Dispatch))
        {
            return call.Through();
        }

        _sent++;
        return Task.FromResult<Answer<DeployRun?>>(new Answer<DeployRun?>.Made(null));
    }
}
