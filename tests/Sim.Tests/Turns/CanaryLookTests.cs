using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What an environment's look brings before the decider.</summary>
public sealed class CanaryLookTests : TurnTest
{
    private static readonly CanaryPolicy Owned = new()
    {
        Metrics = [new CanaryMetric("errors", "prod", "c", "b", "ce", "be") { Owner = "@acme/web" }],
    };

    [Fact]
    public async Task A_file_of_owners_that_is_too_large_to_be_read_names_nobody_and_stops_no_look()
    {
        await Land(3);
        await Mirror.Fetch(Repo, Stop);
        var (git, watch) = Watched.Around<IGit>(
            Mirror,
            (what, with) =>
                what == nameof(IGit.File) && CodeOwners.Files.Contains((string)with[2]!)
                    ? throw new FileTooLargeException((string)with[2]!)
                    : Task.CompletedTask
        );

        var landed = Assert.Single(await new Landings(Store, git).After(Repo, Owned, EnvironmentLedger.New, Town.Clock.GetUtcNow(), Stop));

        Assert.Empty(landed.Owners);
        Assert.Single(watch.Asked, asked => asked.What == nameof(IGit.File));
    }

    [Fact]
    public async Task A_label_against_the_revert_counts_as_it_stands_at_the_look()
    {
        var pull = await Open("pears");
        await Land(pull.Number);
        var canary = new Canary(
            "c1",
            Main,
            Main,
            (await new Landings(Store, Mirror).After(Repo, Owned, EnvironmentLedger.New, Town.Clock.GetUtcNow(), Stop)),
            CanaryPhase.Baking,
            0,
            default,
            null,
            null
        );
        await Store.Note(Environment, 0, EnvironmentLedger.New with { Cursor = 9, Canary = canary }, [], default, Stop);
        Assert.Empty((await Look()).OptedOut);

        Assert.Null(Town.World.Labels.Put(As("ada"), pull, ["no-auto-revert"]).Refusal?.Message);
        await Store.Fold([WorldFacts.Of(pull)], Stop);

        Assert.Equal([pull.Number], (await Look()).OptedOut);
    }

    [Fact]
    public async Task Whoever_lets_any_lane_go_on_lets_production_go_on()
    {
        await Land(3);
        var breaker = new Breaker(BreakerKind.Deploys, BreakerState.Open, default, 1, null);
        await Store.Note(Environment, 0, EnvironmentLedger.New with { Breakers = [breaker] }, [], default, Stop);
        var (ben, at) = (new Actor(7, "ben"), DateTimeOffset.UnixEpoch);
        await Store.Fold(
            [
                new LaneOrderFact(Repo.Id, 1, new LaneOrder("release/2", 1, ben, null, at.AddMinutes(3))),
                new LaneOrderFact(Repo.Id, 2, new LaneOrder(Repo.DefaultBranch, 2, ben, "not now", at.AddMinutes(5))),
            ],
            Stop
        );

        Assert.Equal(at.AddMinutes(3), (await Look()).Resumed);
    }

    [Theory]
    [InlineData(PullState.Ejected, true)]
    [InlineData(PullState.Left, true)]
    [InlineData(PullState.Waiting, false)]
    public async Task A_revert_that_is_out_of_the_queue_is_seen_there_with_why(PullState state, bool isOut)
    {
        var pull = await Open("back");
        await Store.Fold([new RevertFact(Repo.Id, 1, "c1", pull.Number, [3], true, new Sha(pull.HeadSha))], Stop);
        var standing = new Standing(state, Code.ChecksFailed, "`test` failed.", NextAction.None, default);
        await Store.Note(new PullSubject(Repo.Id, pull.Number), 0, PullLedger.New with { Standing = standing }, [], default, Stop);

        var revert = Assert.Single((await Look()).Reverts);

        Assert.Equal(isOut ? new OutOfQueue(state, Code.ChecksFailed, "`test` failed.") : null, revert.Out);
    }

    [Fact]
    public async Task A_deployment_that_is_to_be_given_up_is_asked_after_first_for_what_told_of_its_end_may_have_been_lost()
    {
        await Land(3);
        var now = Town.Clock.GetUtcNow();
        var canary = new Canary(
            "c1",
            Main,
            Main,
            (await new Landings(Store, Mirror).After(Repo, Owned, EnvironmentLedger.New, Town.Clock.GetUtcNow(), Stop)),
            CanaryPhase.Deploying,
            0,
            now,
            null,
            null
        );
        await Store.Note(Environment, 0, EnvironmentLedger.New with { Cursor = 9, Canary = canary }, [], default, Stop);
        var asked = Stages.AtWeight(canary, (await Look()).Policy);
        await Store.Fold([Assert.IsType<Answer<DeploymentFact>.Made>(await GitHub.Deploy(Repo, asked, Stop)).Value], Stop);
        Town.World.Deployments.Tell(
            Hub.Model.People.As(Town.Installation),
            Town.Repo.Deployments.Values.Single(),
            new Hub.Model.DeploymentWord("success")
        );

        Town.Clock.MoveTo(now + TimeSpan.FromMinutes(29));
        Assert.Equal(DeploymentState.Pending, Assert.Single((await Look()).Deployments).State);

        Town.Clock.MoveTo(now + TimeSpan.FromMinutes(30));
        Assert.Equal(DeploymentState.Success, Assert.Single((await Look()).Deployments).State);
    }

    [Theory]
    [InlineData(true, DeploymentState.InProgress)]
    [InlineData(false, DeploymentState.Pending)]
    public async Task A_deployment_that_a_revert_would_overtake_is_asked_after_first_for_what_told_that_somebody_took_it_up_may_have_been_lost(
        bool revertWaits,
        DeploymentState then
    )
    {
        await Land(3);
        var now = Town.Clock.GetUtcNow();
        var canary = new Canary(
            "c1",
            Main,
            Main,
            (await new Landings(Store, Mirror).After(Repo, Owned, EnvironmentLedger.New, Town.Clock.GetUtcNow(), Stop)),
            CanaryPhase.Deploying,
            0,
            now,
            null,
            null
        );
        Row<LandedPull> waiting = [canary.Pulls[0] with { Number = 4, Reverts = revertWaits ? [3] : [] }];
        await Store.Note(Environment, 0, EnvironmentLedger.New with { Cursor = 9, Canary = canary, Waiting = waiting }, [], default, Stop);
        var asked = Stages.AtWeight(canary, (await Look()).Policy);
        await Store.Fold([Assert.IsType<Answer<DeploymentFact>.Made>(await GitHub.Deploy(Repo, asked, Stop)).Value], Stop);
        Town.World.Deployments.Tell(
            Hub.Model.People.As(Town.Installation),
            Town.Repo.Deployments.Values.Single(),
            new Hub.Model.DeploymentWord("in_progress")
        );

        Town.Clock.MoveTo(now + TimeSpan.FromMinutes(4));
        Assert.Equal(DeploymentState.Pending, Assert.Single((await Look()).Deployments).State);

        Town.Clock.MoveTo(now + TimeSpan.FromMinutes(5));
        Assert.Equal(then, Assert.Single((await Look()).Deployments).State);
    }

    [Theory]
    [InlineData(false, DeploymentState.InProgress)]
    [InlineData(true, DeploymentState.Pending)]
    public async Task A_wider_weight_is_asked_after_before_harm_takes_the_canary_off_and_where_GitHub_does_not_answer_nobody_waits_for_it(
        bool isAway,
        DeploymentState then
    )
    {
        await Land(3);
        var now = Town.Clock.GetUtcNow();
        var policy = (await Look()).Policy;
        var since = now - (6 * policy.Every);
        var landed = await new Landings(Store, Mirror).After(Repo, Owned, EnvironmentLedger.New, Town.Clock.GetUtcNow(), Stop);
        var canary = new Canary("c1", Main, Main, landed, CanaryPhase.Deploying, 1, now, since, null) { StageSince = since };
        await Store.Note(Environment, 0, EnvironmentLedger.New with { Cursor = 9, Canary = canary }, [], default, Stop);
        await Store.Fold(
            [Assert.IsType<Answer<DeploymentFact>.Made>(await GitHub.Deploy(Repo, Stages.AtWeight(canary, policy), Stop)).Value],
            Stop
        );
        Town.World.Deployments.Tell(
            Hub.Model.People.As(Town.Installation),
            Town.Repo.Deployments.Values.Single(),
            new Hub.Model.DeploymentWord("in_progress")
        );
        var github = Relay.Of<IGitHub>(
            GitHub,
            call =>
                isAway && call.What == nameof(IGitHub.Deployments)
                    ? Task.FromResult<Answer<FactPage>>(new Answer<FactPage>.Later(now.AddMinutes(10), "it does not answer"))
                    : call.Through()
        );

        await Count(40);
        Assert.Equal(DeploymentState.Pending, Assert.Single((await Look(github)).Deployments).State);

        await Count(400);
        Assert.Equal(then, Assert.Single((await Look(github)).Deployments).State);

        Task Count(double errors) =>
            Store.Fold(
                [
                    .. from metric in policy.Metrics
                    from at in Enumerable.Range(0, 6)
                    select new ReadingFact(
                        Repo.Id,
                        (long)errors,
                        "c1",
                        metric.Name,
                        new Tick(Stages.Watched(canary, policy).Payload.Id, at, errors, 40, 0.5)
                    ),
                ],
                Stop
            );
    }

    [Fact]
    public async Task Of_two_words_on_one_pull_before_a_look_neither_is_forgotten()
    {
        var pull = await Open("pears");
        await Land(pull.Number);
        var landed = await new Landings(Store, Mirror).After(Repo, Owned, EnvironmentLedger.New, Town.Clock.GetUtcNow(), Stop);
        var canary = new Canary("c1", Main, Main, landed, CanaryPhase.Baking, 0, default, null, null);
        await Store.Note(Environment, 0, EnvironmentLedger.New with { Cursor = 9, Canary = canary }, [], default, Stop);
        CanaryOrder[] said = [Said(CanaryAsk.Revert, 701), Said(CanaryAsk.Rollback, 702), Said(CanaryAsk.Extend, 703)];

        await Store.Fold([.. said.Select(order => new CanaryOrderFact(Repo.Id, order.Comment, order))], Stop);

        var seen = await Look();
        Assert.Equal(said, seen.Asks.Select(ask => ask.Order));
        Assert.Equal(said[1..], seen.Orders.OrderBy(order => order.Comment));

        CanaryOrder Said(CanaryAsk ask, long comment) => new("production", pull.Number, ask, comment, new Actor(9, "cy"), default);
    }

    private EnvironmentSubject Environment => new(Repo.Id, "production");

    private Sha Main => new(Town.Repo.Branch("main")!);

    private async Task<EnvironmentSeen> Look(IGitHub? github = null)
    {
        var landings = new Landings(Store, Mirror);
        var look = new LookAtEnvironment(
            Store,
            github ?? GitHub,
            Mirror,
            new(Mirror, Store, Town.Clock),
            new(Mirror, Store, Town.Clock),
            new(Store, Town.Fleet),
            new(Town.Fleet),
            landings,
            new(Store, landings),
            new(Store, GitHub, Town.Clock),
            new(Store, Town.Fleet, Town.Clock),
            new(Store, GitHub, Books),
            new(Store, GitHub, Books),
            Books
        );
        return (await look.At(Environment, await Store.Ledger<EnvironmentLedger>(Environment, Stop), Stop))!;
    }

    /// <summary>The lane notes that a pull landed, with the commit that stands on the base now.</summary>
    private async Task Land(int number)
    {
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation)], Stop);
        var landed = new Landed(number, "Pears", "ada", Main, Main, Main, Main, "main", Band.Low, 0.01, [], default);
        var line = new JournalLine(LandedPulls.Kind, "It landed.", [number], LandedPulls.Write([landed]));
        await Store.Note(new LaneSubject(Repo.Id, "main"), 0, LaneLedger.New, [line], default, Stop);
    }
}
