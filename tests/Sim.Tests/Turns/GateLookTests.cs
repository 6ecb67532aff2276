using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>Which check on a canary's commit is about the canary, and who hears of it.</summary>
public sealed class GateLookTests : TurnTest
{
    private static readonly CanaryPolicy Policy = new()
    {
        Metrics = [new CanaryMetric("smoke", "", "", "", "", "", true) { Check = "smoke" }],
    };
    private static readonly Sha Commit = new(new string('a', 40));
    private static readonly Sha Other = new(new string('b', 40));
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Canary Baking = new("c1", Commit, Other, [], CanaryPhase.Baking, 0, Noon, Noon, null);

    [Fact]
    public async Task Only_a_check_that_began_after_the_canary_s_first_deployment_is_about_it()
    {
        await Report(Commit, "smoke", -10, CheckState.Failure);
        await Report(Other, "smoke", 10, CheckState.Failure);
        await Report(Commit, "lint", 10, CheckState.Failure);
        Assert.Null(await State());

        await Report(Commit, "smoke", 0, CheckState.Success);
        Assert.Equal(CheckState.Success, await State());
    }

    [Fact]
    public async Task Of_several_the_newest_counts()
    {
        await Report(Commit, "smoke", 20, CheckState.Success, suite: 2);
        await Report(Commit, "smoke", 10, CheckState.Failure, suite: 1);

        Assert.Equal(CheckState.Success, await State());
    }

    [Fact]
    public async Task Without_a_deployment_that_is_known_none_is()
    {
        await Report(Commit, "smoke", 10, CheckState.Success);

        Assert.Null(Assert.Single(await Readings.Of(Repo, Policy, Baking, [], Noon, Stop)).Gate!.State);
    }

    [Fact]
    public async Task One_that_ended_on_the_canary_s_commit_rings_its_environment_whatever_pull_it_is_on_besides()
    {
        var production = new EnvironmentSubject(Repo.Id, "production");
        await Store.Note(production, 0, EnvironmentLedger.New with { Canary = Baking }, [], default, Stop);

        await Report(Other, "smoke", 10, CheckState.Failure);
        await Report(Commit, "smoke", 10, CheckState.Running);
        Assert.DoesNotContain(production, Rung());

        await Report(Commit, "smoke", 11, CheckState.Failure);
        Assert.Contains(production, Rung());
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

    private Readings Readings => new(Store, Town.Fleet);

    private Task Report(Sha commit, string name, int seconds, CheckState state, long suite = 1)
    {
        var check = new Check(name, suite, 7, state, null, Noon.AddSeconds(seconds), Noon.AddSeconds(seconds)) { Suite = suite };
        return Books.Tell([new CheckFact(Repo.Id, Stamps.Of(check, Noon), commit, check, null, Row.Of([3]))], Stop);
    }

    private async Task<CheckState?> State()
    {
        var made = new Deployment(
            1,
            Commit,
            "canary",
            new DeploymentPayload("c1-canary-canary-5", "canary", 5, [], Other),
            DeploymentState.Success,
            "",
            Noon,
            Noon
        );
        return Assert.Single(await Readings.Of(Repo, Policy, Baking, [made], Noon, Stop)).Gate!.State;
    }
}
