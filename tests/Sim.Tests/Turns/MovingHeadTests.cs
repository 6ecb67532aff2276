using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Lanes;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>
/// Between the decision to move a head and the push of it everything may change: it is asked again, and the push names what it expects.
/// </summary>
public sealed class MovingHeadTests : TurnTest
{
    [Fact]
    public async Task A_head_that_nobody_touched_is_moved_and_known_as_the_bots_own()
    {
        var (pull, to) = await Decided("pears");

        Assert.IsType<Made.Done>(await Move(pull, to));

        Assert.Equal(to.Hex, Town.Repo.Branch("pears"));
        Assert.NotNull(await Store.Find<OwnHeadFact>(Repo.Id, Numbers.Key(pull.Number), to.Hex, Stop));
    }

    [Fact]
    public async Task A_head_that_was_force_pushed_in_the_last_moment_is_not_overwritten()
    {
        var (pull, to) = await Decided("pears");
        var from = new Sha(pull.HeadSha);
        var (git, _) = Watched.Around<IGit>(
            Mirror,
            (what, _) =>
            {
                if (what == nameof(IGit.MoveHead))
                {
                    Force("pears");
                }

                return Task.CompletedTask;
            }
        );

        Assert.IsNotType<Made.Done>(await Move(pull, to, git, from));

        Assert.NotEqual(to.Hex, Town.Repo.Branch("pears"));
        Assert.NotEqual(from.Hex, Town.Repo.Branch("pears"));
        Assert.Equal(Town.Repo.Branch("pears"), (await Store.Find<PullFact>(Repo.Id, "", Numbers.Key(pull.Number), Stop))!.Pull.Head.Hex);
    }

    [Fact]
    public async Task The_head_of_a_pull_that_was_closed_meanwhile_stays_and_the_bot_hears_of_it()
    {
        var (pull, to) = await Decided("pears");
        Town.World.Pulls.Close(pull, Town.World.Accounts["ada"]);

        Assert.IsType<Made.Refused>(await Move(pull, to));

        Assert.Equal(pull.HeadSha, Town.Repo.Branch("pears"));
        Assert.False((await Store.Find<PullFact>(Repo.Id, "", Numbers.Key(pull.Number), Stop))!.Pull.Open);
        Assert.Empty(await Store.Under<HeadMovedFact>(Repo.Id, Numbers.Key(pull.Number), Stop));
    }

    [Theory]
    [InlineData("base", "it is a base by now")]
    [InlineData("head", "it is the head of another pull request, too")]
    [InlineData("protected", "it is protected")]
    public async Task A_branch_that_somebody_else_needs_by_now_is_left_to_GitHubs_button(string what, string why)
    {
        var (pull, to) = await Decided("pears");
        switch (what)
        {
            case "base":
                await Tell("child", "pears");
                break;
            case "head":
                Push("next", "good/next.txt");
                await Store.Fold(
                    [WorldFacts.Of(Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft("again", "pears", "next")).Value)],
                    Stop
                );
                break;
            default:
                var rules = Town.World.Rules.Add(Town.Repo, "kept", Town.World.Accounts["ada"], new Rule.NonFastForward());
                rules.Include.Clear();
                rules.Include.Add("refs/heads/pears");
                break;
        }

        Assert.IsType<Made.Refused>(await Move(pull, to));

        Assert.Equal(pull.HeadSha, Town.Repo.Branch("pears"));
        Assert.Equal(why, Assert.Single(await Store.Under<HeadMovedFact>(Repo.Id, Numbers.Key(pull.Number), Stop)).Refused);
    }

    [Fact]
    public async Task A_branch_whose_rules_cannot_be_read_is_left_to_GitHubs_button()
    {
        var (pull, to) = await Decided("pears");
        var github = Relay.Of<IGitHub>(
            GitHub,
            call =>
                call.What == nameof(IGitHub.Rules)
                    ? Task.FromResult<Sluice.Turns.Ports.Answer<RulesFact>>(new Sluice.Turns.Ports.Answer<RulesFact>.Refused("422 no", 422))
                    : call.Through()
        );

        Assert.IsType<Made.Refused>(await Move(pull, to, github: github));

        Assert.Equal(pull.HeadSha, Town.Repo.Branch("pears"));
        Assert.Contains(
            "cannot be read",
            Assert.Single(await Store.Under<HeadMovedFact>(Repo.Id, Numbers.Key(pull.Number), Stop)).Refused,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("develop")]
    [InlineData("release/2.1")]
    [InlineData("Staging")]
    [InlineData("next")]
    [InlineData("feature/develop", false)]
    [InlineData("developer-notes", false)]
    [InlineData("releases", false)]
    [InlineData("ada/main", false)]
    [InlineData("kept", true, "branches: [main, kept]")]
    public async Task A_branch_that_lives_longer_than_its_pull_is_nobodys_to_rewrite(
        string branch,
        bool stays = true,
        string more = "slots: 2"
    )
    {
        Push("main", ".github/sluice.yml", $"queue:\n  method: squash\n  {more}\n");
        var pull = await Open(branch);
        var turns = Turns();
        Assert.Null(Town.World.Labels.Put(As("ada"), pull, ["queue"]).Refusal?.Message);
        await Store.Fold([WorldFacts.Of(pull), .. pull.LabelEvents.Select(put => WorldFacts.Of(pull, put))], Stop);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);

        var seen = await Lanes().At(new LaneSubject(Repo.Id, "main"), new Versioned<LaneLedger>(LaneLedger.New, 1), Stop);

        Assert.Equal(stays ? null : branch, Assert.Single(seen!.Entries).Branch);
    }

    /// <summary>A pull, and a commit that is to land of it.</summary>
    private async Task<(Pull Pull, Sha To)> Decided(string branch)
    {
        var pull = await Open(branch);
        await Mirror.Fetch(Repo, Stop);
        var members = Row.Of([new Member(pull.Number, new Sha(pull.HeadSha), pull.Title, "ada")]);
        var composed = await Mirror.Compose(
            Repo,
            new LaneMove.Compose("b1", "", new Sha(Town.Repo.Branch("main")!), members, 1, Town.Clock.GetUtcNow())
            {
                Method = Flow.Policies.MergeMethod.Squash,
            },
            Stop
        );
        return (pull, composed.Candidate!.Value);
    }

    private async Task Tell(string branch, string onto)
    {
        Push(branch, $"good/{branch}.txt");
        await Store.Fold([WorldFacts.Of(Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft(branch, branch, onto)).Value)], Stop);
    }

    private void Force(string branch)
    {
        var theirs = Town.World.Repos.Commit(
            Town.Repo,
            Town.World.Accounts["ada"],
            "Theirs\n",
            Town.Repo.Branch("main")!,
            [KeyValuePair.Create("good/theirs.txt", (string?)"x\n")]
        );
        Assert.Null(
            Town.World.Refs.Move(
                As("ada"),
                Town.Repo,
                [new RefMove($"refs/heads/{branch}", Town.Repo.Branch(branch)!, theirs, true)],
                "push"
            )
        );
    }

    private async Task<Made> Move(Pull pull, Sha to, IGit? git = null, Sha? head = null, IGitHub? github = null)
    {
        var from = head ?? new Sha(pull.HeadSha);
        var main = new Sha(Town.Repo.Branch("main")!);
        var seen = new LaneSeen
        {
            Now = Town.Clock.GetUtcNow(),
            Repo = Repo,
            Base = "main",
            Head = main,
            HeadTree = await Mirror.Tree(Repo, main, Stop),
            Policy = Policy.Default,
            Rules = Flow.Repo.BranchRules.None,
            Ledger = LaneLedger.New,
        };
        return await new MovingHeads(Store, git ?? Mirror, github ?? GitHub, Books).Move(
            seen,
            new LaneMove.MoveHead(pull.Number, from, pull.HeadBranch, from, to),
            Stop
        );
    }
}
