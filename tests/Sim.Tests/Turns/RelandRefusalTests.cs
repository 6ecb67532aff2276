using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What is said where a change that was taken back cannot be landed again.</summary>
public sealed class RelandRefusalTests : TurnTest
{
    private const string Id = "asked-1";

    [Fact]
    public async Task One_that_applies_is_opened_once()
    {
        var move = Move(Landed("good/pears.txt"));

        Assert.IsType<Made.Done>(await Make(move));
        Assert.IsType<Made.Done>(await Make(move));

        var opened = Assert.Single(Town.Repo.Pulls.Values);
        Assert.Equal((move.Branch, opened.Number), (opened.HeadBranch, (await Store.Find<RelandFact>(Repo.Id, "", Id, Stop))!.Number));
        Assert.Null(await Refused());
    }

    [Fact]
    public async Task One_that_conflicts_with_what_landed_since_is_refused_for_good()
    {
        var landed = Landed("good/pears.txt");
        Push("main", "good/pears.txt", "somebody's since\n");

        Assert.IsType<Made.Refused>(await Make(Move(landed)));

        Assert.Equal(
            ($"#{landed.Number} conflicts with what landed since", RefusalKind.Lasts),
            (await Refused() is { } refused) ? (refused.Why, refused.Kind) : default
        );
        Assert.Empty(Town.Repo.Pulls);
    }

    [Fact]
    public async Task A_branch_that_may_not_be_made_may_be_allowed_later()
    {
        var git = Relay.Of<IGit>(
            Mirror,
            call => call.What == nameof(IGit.Push) ? Task.FromResult<PushAnswer>(new PushAnswer.Refused("a rule keeps it")) : call.Through()
        );

        Assert.IsType<Made.Refused>(await Make(Move(Landed("good/pears.txt")), git: git));

        Assert.Equal(("a rule keeps it", RefusalKind.MayBeAllowed), await Refused() is { } refused ? (refused.Why, refused.Kind) : default);
    }

    [Theory]
    [InlineData(409, RefusalKind.Passes)]
    [InlineData(422, RefusalKind.Passes)]
    [InlineData(403, RefusalKind.MayBeAllowed)]
    public async Task A_pull_request_that_GitHub_does_not_open_is_tried_again_where_that_may_pass(int status, RefusalKind kind)
    {
        var github = Relay.Of<IGitHub>(
            GitHub,
            call => call.What == nameof(IGitHub.OpenPull) ? GustAnswers.Refused(call.Method.ReturnType, "no", status) : call.Through()
        );

        var made = await Make(Move(Landed("good/pears.txt")), github);

        Assert.Equal(kind == RefusalKind.Passes, made is Made.Later);
        Assert.Equal(("no", kind), await Refused() is { } refused ? (refused.Why, refused.Kind) : default);
    }

    private LandedPull Landed(string path)
    {
        var before = new Sha(Town.Repo.Branch("main")!);
        var commit = Push("main", path);
        Push("main", path, null);
        return new LandedPull(1, 12, "Pears", "ada", commit, before, commit, commit, "main", Band.Low, 0, [], Town.Clock.GetUtcNow());
    }

    private static EnvironmentMove.OpenReland Move(LandedPull pull) => new(Id, "sluice/reland/x", pull, "Reland", "Once more.", pull.At);

    private Task<Made> Make(EnvironmentMove.OpenReland move, IGitHub? github = null, IGit? git = null)
    {
        var hands = new HandsOnEnvironment(
            github ?? GitHub,
            git ?? Mirror,
            Bell,
            new BreakerIssues(Store, GitHub, Books),
            new Dispatches(Store, GitHub, Books),
            Books
        );
        return hands.Make(
            new EnvironmentSeen
            {
                Now = Town.Clock.GetUtcNow(),
                Repo = Repo,
                Policy = new CanaryPolicy(),
                Ledger = EnvironmentLedger.New,
            },
            move,
            Stop
        );
    }

    private Task<RevertRefusal?> Refused() => new Orders(Store, new Landings(Store, Mirror)).Refused(Repo, Id, Stop);
}
