using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Lanes;
using Sluice.Turns.Ports;
using Sluice.Turns.Stacks;

namespace Sluice.Sim.Tests.Turns;

/// <summary>Pulls that are aimed at the branch of another.</summary>
public sealed class AimsTests : TurnTest
{
    [Fact]
    public async Task Whatever_it_is_aimed_at_it_is_to_land_where_the_chain_ends_and_stands_on_the_next_one()
    {
        var lower = await Open("lower", "main");
        var middle = await Open("middle", "lower");
        var upper = await Open("upper", "middle");

        Assert.Null(await Of(lower));
        Assert.Equal(new Aim("main", lower.Number, ["lower"]), await Of(middle));
        Assert.Equal(new Aim("main", middle.Number, ["middle", "lower"]), await Of(upper));
    }

    [Fact]
    public async Task A_chain_may_end_elsewhere_than_on_the_default_branch()
    {
        Push("feature", "good/feature.txt");
        var lower = await Open("lower", "feature");
        var upper = await Open("upper", "lower");

        Assert.Null(await Of(lower));
        Assert.Equal(new Aim("feature", lower.Number, ["lower"]), await Of(upper));
    }

    [Fact]
    public async Task A_chain_ends_at_the_first_lane_that_it_comes_to()
    {
        Push("main", ".github/sluice.yml", "queue: { branches: [main, v2] }\n");
        await Open("v2", "main");
        var lower = await Open("lower", "v2");
        var upper = await Open("upper", "lower");

        await Turns().Take(new PullSubject(Repo.Id, lower.Number), Stop);
        await Turns().Take(new PullSubject(Repo.Id, upper.Number), Stop);

        Assert.Equal(("v2", "v2"), (await Lane(lower), await Lane(upper)));
    }

    [Fact]
    public async Task A_ring_of_them_ends_nowhere()
    {
        Push("two", "good/two.txt");
        var one = await Open("one", "two");
        var two = await Open("two", "one");

        Assert.Null(await Of(one));
        Assert.Null(await Of(two));
    }

    [Fact]
    public async Task Nothing_stands_on_a_branch_that_stays()
    {
        await Open("develop", "main");

        Assert.Null(await Of(await Open("upper", "develop")));
    }

    [Fact]
    public async Task What_it_stood_on_is_not_forgotten_when_that_branch_is_gone()
    {
        var lower = await Open("lower", "main");
        var upper = await Open("upper", "lower");
        var known = WorldFacts.Of(upper).Pull; // GitHub closes it with the branch, and has not said so yet
        await Aims().Of(Repo, known, Stop);
        Assert.Null(Town.World.Refs.Move(As("ada"), Town.Repo, [new RefMove("refs/heads/lower", lower.HeadSha, Zero.Sha)], "push"));
        await Mirror.Fetch(Repo, Stop);

        Assert.Equal(new Aim("main", lower.Number, ["lower"]), await Aims().Of(Repo, known, Stop));
    }

    [Fact]
    public async Task It_is_aimed_once_and_what_it_stood_on_is_kept()
    {
        var lower = await Open("lower", "main");
        var upper = await Open("upper", "lower");
        await Of(upper);
        var asked = 0;
        var aims = Aims(
            Relay.Of<IGitHub>(
                GitHub,
                call =>
                {
                    asked += call.What == nameof(IGitHub.Retarget) ? 1 : 0;
                    return call.Through();
                }
            )
        );

        Assert.IsType<Made.Done>(await aims.Make(Repo, upper.Number, "main", Stop));
        Assert.IsType<Made.Done>(await aims.Make(Repo, upper.Number, "main", Stop));

        Assert.Equal((1, "main"), (asked, upper.BaseBranch));
        Assert.Equal(lower.Number, (await Store.Find<StackFact>(Repo.Id, "", Numbers.Key(upper.Number), Stop))!.Below("main"));
        Assert.Null(await aims.Refused(Repo, upper.Number, "lower", "main", Stop));
    }

    [Theory]
    [InlineData(422, "not now")]
    [InlineData(409, null)]
    public async Task Only_a_refusal_that_lasts_is_kept(int status, string? kept)
    {
        await Open("lower", "main");
        var upper = await Open("upper", "lower");
        var aims = Aims(
            Relay.Of<IGitHub>(
                GitHub,
                call =>
                    call.What == nameof(IGitHub.Retarget) ? GustAnswers.Refused(call.Method.ReturnType, "not now", status) : call.Through()
            )
        );

        Assert.IsType<Made.Refused>(await aims.Make(Repo, upper.Number, "main", Stop));

        Assert.Equal("lower", upper.BaseBranch);
        Assert.Equal(kept, await aims.Refused(Repo, upper.Number, "lower", "main", Stop));
        Assert.Null(await aims.Refused(Repo, upper.Number, null, "main", Stop));
    }

    private Aims Aims(IGitHub? github = null) =>
        new(Store, Mirror, github ?? GitHub, new Asked(Store, github ?? GitHub, Town.Clock), Books);

    private async Task<string?> Lane(Pull pull) =>
        (await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, pull.Number), Stop)).Value?.Touched?.Base;

    private Task<Aim?> Of(Pull pull) => Aims().Of(Repo, WorldFacts.Of(pull).Pull, Stop);

    private async Task<Pull> Open(string branch, string onto)
    {
        Push(branch, $"good/{branch}.txt", $"{branch}\n");
        var pull = Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft(branch, branch, onto)).Value;
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation), WorldFacts.Of(pull)], Stop);
        await Mirror.Fetch(Repo, Stop);
        return pull;
    }
}
