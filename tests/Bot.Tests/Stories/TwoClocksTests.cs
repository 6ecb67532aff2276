using Sluice.Bot.Tests.Store;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Sim.Fakes;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;
using Sluice.Turns.Stacks;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What one replica noted another one goes on with, whose clock is behind.</summary>
public sealed class TwoClocksTests
{
    private readonly MemoryStore _store = new();
    private readonly Town _town = new(1);
    private int _sent;

    [Fact]
    public async Task A_deployer_is_told_once_also_by_a_replica_whose_clock_is_behind()
    {
        var repo = Some.RepositoryFact(1, 1).Repository;
        var policy = new CanaryPolicy { Deploy = new DeployPolicy(DeployBy.RepositoryDispatch) };
        var asked = Stages.Awaited(new Canary("c1", default, default, [], CanaryPhase.Deploying, 0, default, null, null), policy)[0];
        var seen = new EnvironmentSeen { Now = _town.Clock.GetUtcNow(), Repo = repo, Policy = policy, Ledger = EnvironmentLedger.New };
        var move = new EnvironmentMove.Dispatch(1, asked.Sha, asked.Environment, asked.Payload, policy.Deploy);
        var ahead = Stamps.Of(_town.Clock.GetUtcNow().AddSeconds(5));
        await _store.Fold([new DispatchFact(1, ahead, policy.PromoteTo, asked.Payload.Id, DispatchState.Unsent, _town.Clock.GetUtcNow(), null, null)], Stop);
        var dispatches = new Dispatches(_store, Relay.Of<IGitHub>(new WorldGitHub(_town.World, _town.Installation), Answer), new Books(_store, _town.Bell, _town.Clock));

        Assert.Equal(Made.Well, await dispatches.Make(seen, move, Stop));
        Assert.Equal(Made.Well, await dispatches.Make(seen, move, Stop));

        Assert.Equal((1, DispatchState.Sent), (_sent, (await _store.Find<DispatchFact>(1, "", asked.Payload.Id, Stop))!.State));
    }

    [Fact]
    public async Task That_a_pull_was_aimed_elsewhere_is_kept_also_by_a_replica_whose_clock_is_behind()
    {
        var ahead = Stamps.Of(_town.Clock.GetUtcNow().AddSeconds(5));
        await _store.Fold([Some.PullFact(1, 7, 1), new StackFact(1, ahead, 7, "feature", 6, null)], Stop);
        var books = new Books(_store, _town.Bell, _town.Clock);
        var github = Relay.Of<IGitHub>(new WorldGitHub(_town.World, _town.Installation), _ => Task.FromResult<Answer<PullFact>>(new Answer<PullFact>.Refused("not today", 422)));

        await new Aims(_store, new MemoryMirror(_town.World, _town.Installation), github, new Asked(_store, github, _town.Clock), books).Make(Some.RepositoryFact(1, 1).Repository, 7, "release", Stop);

        Assert.Equal("release", (await _store.Find<StackFact>(1, "", Numbers.Key(7), Stop))!.Aimed);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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
