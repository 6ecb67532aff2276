using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Stacks;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Storms;
using Sluice.Turns.Ports;
using Sluice.Turns.Stacks;
using MergeMethod = Sluice.Flow.Policies.MergeMethod;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What a pull stands on, and how each of those stands.</summary>
public sealed class AncestorsTests : TurnTest
{
    [Fact]
    public async Task What_its_description_names_is_looked_up_and_told_apart()
    {
        var lower = await Say("lower", "");
        var closed = await Say("closed", "");
        Town.World.Pulls.Close(closed, Town.World.Accounts["ada"]);
        await Store.Fold([WorldFacts.Of(closed)], Stop);
        var upper = await Say(
            "upper",
            $"Depends-On: #{lower.Number}\nDepends-On: #{closed.Number}\nDepends-On: #4711\nDepends-On: acme/other#3\nDepends-On: #{closed.Number + 1}"
        );

        Assert.Equal(
            [
                (lower.Number, ParentState.Out),
                (closed.Number, ParentState.Closed),
                (4711, ParentState.Unknown),
                (0, ParentState.Foreign),
                (upper.Number, ParentState.Itself),
            ],
            (await Of(upper)).Select(parent => (parent.Number, parent.State))
        );
        Assert.Equal([upper.Number], await Ancestors().Children(Repo, lower.Number, Stop));
        Assert.Empty(await Ancestors().Children(Repo, upper.Number, Stop));
    }

    [Fact]
    public async Task Those_that_wait_for_one_another_are_a_cycle()
    {
        var one = await Say("one", "");
        var two = await Say("two", $"Depends-On: #{one.Number}");
        Town.World.Pulls.Edit(As("ada"), one, new PullEdit(Body: $"Depends-On: #{two.Number}"));
        await Store.Fold([WorldFacts.Of(one)], Stop);

        Assert.Equal(ParentState.Cycle, Assert.Single(await Of(one)).State);
        Assert.Equal(ParentState.Cycle, Assert.Single(await Of(two)).State);
    }

    [Theory]
    [InlineData("main", ParentKind.Said, MergeMethod.Squash, ParentState.InLane)]
    [InlineData("main", ParentKind.Branch, MergeMethod.Merge, ParentState.InLane)]
    [InlineData("main", ParentKind.Branch, MergeMethod.Squash, ParentState.AfterLanding)]
    [InlineData("release/1", ParentKind.Said, MergeMethod.Merge, ParentState.Elsewhere)]
    public async Task One_that_is_in_line_may_go_along_where_it_is_the_same_lane_and_its_landing_keeps_its_commits(
        string lane,
        ParentKind kind,
        MergeMethod method,
        ParentState state
    )
    {
        var lower = await Say("lower", "");
        var upper = await Say("upper", kind == ParentKind.Said ? $"Depends-On: #{lower.Number}" : "");
        if (kind == ParentKind.Branch)
        {
            await Store.Fold([new StackFact(Repo.Id, 1, upper.Number, "main", lower.Number, null)], Stop);
        }

        var admission = new Admission(
            1,
            new Sha(lower.HeadSha),
            lane,
            Priority.Normal,
            Town.Clock.GetUtcNow(),
            0,
            Band.Low,
            false,
            OriginClass.None,
            "ada"
        );
        await Store.Note(
            new PullSubject(Repo.Id, lower.Number),
            0,
            PullLedger.New with
            {
                Admission = admission,
            },
            [],
            Town.Clock.GetUtcNow(),
            Stop
        );

        Assert.Equal(new Parent(lower.Number, kind, state), Assert.Single(await Of(upper, method)));
    }

    [Fact]
    public async Task GitHub_is_asked_once_for_one_that_there_is_not_and_again_after_a_while()
    {
        var upper = await Say("upper", "Depends-On: #4711");
        var asked = 0;
        var ancestors = Ancestors(
            Relay.Of<IGitHub>(
                GitHub,
                call =>
                {
                    asked += call.What == nameof(IGitHub.Pull) ? 1 : 0;
                    return call.Through();
                }
            )
        );

        await Of(upper, ancestors: ancestors);
        await Of(upper, ancestors: ancestors);
        Assert.Equal(1, asked);
        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(11));
        await Of(upper, ancestors: ancestors);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task More_than_are_looked_up_are_said_to_be_too_many()
    {
        var names = string.Concat(Enumerable.Range(0, DependsOn.Most + 1).Select(each => $"Depends-On: #{4000 + each}\n"));

        var parents = await Of(await Say("upper", names));

        Assert.Equal((DependsOn.Most + 1, ParentState.TooMany), (parents.Count, parents[^1].State));
    }

    [Fact]
    public async Task Its_own_work_begins_at_the_head_that_it_is_built_on()
    {
        var lower = await Say("lower", "");
        var upper = await SayUpon("upper", lower);
        var beside = await Say("beside", $"Depends-On: #{lower.Number}");

        Assert.Equal(new Sha(lower.HeadSha), await Upon(upper));
        Assert.Null(await Upon(beside));
    }

    [Theory]
    [InlineData("main", true, true)]
    [InlineData("scratch", true, false)]
    [InlineData("main", false, false)]
    public async Task What_was_merged_elsewhere_or_pushed_since_it_landed_is_its_own_work(string onto, bool merged, bool begins)
    {
        var lower = await Say("lower", "");
        var upper = await SayUpon("upper", lower);
        var told = WorldFacts.Of(lower);
        await Store.Fold(
            [told with { Stamp = told.Stamp + 1, Pull = told.Pull with { Base = onto, Open = !merged, Merged = merged } }],
            Stop
        );
        var landed = new Standing(PullState.Landed, Code.Landed, "", NextAction.None, Town.Clock.GetUtcNow())
        {
            Head = new Sha(new string('a', 40)),
            LandedSha = new Sha(new string('b', 40)),
        };
        await Store.Note(
            new PullSubject(Repo.Id, lower.Number),
            0,
            PullLedger.New with
            {
                Standing = merged ? Standing.None : landed,
            },
            [],
            Town.Clock.GetUtcNow(),
            Stop
        );

        Assert.Equal(ParentState.Landed, Assert.Single(await Of(upper)).State);
        Assert.Equal(begins ? new Sha(lower.HeadSha) : null, await Upon(upper));
    }

    private Ancestors Ancestors(IGitHub? github = null) => new(Store, Mirror, github ?? GitHub, Books);

    private Task<Row<Parent>> Of(Pull pull, MergeMethod method = MergeMethod.Merge, Ancestors? ancestors = null) =>
        (ancestors ?? Ancestors()).Of(Repo, WorldFacts.Of(pull).Pull, "main", method, Stop);

    private async Task<Sha?> Upon(Pull pull) =>
        await Ancestors().Upon(Repo, WorldFacts.Of(pull).Pull, await Of(pull), MergeMethod.Squash, Stop);

    private async Task<Pull> SayUpon(string branch, Pull lower)
    {
        Push(branch, $"good/{branch}.txt", from: lower.HeadBranch);
        return await Say(branch, $"Depends-On: #{lower.Number}");
    }

    private async Task<Pull> Say(string branch, string body)
    {
        Push(branch, $"good/{branch}.txt", $"{branch}\n");
        var pull = Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft(branch, branch, "main", body)).Value;
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation), WorldFacts.Of(pull)], Stop);
        await Mirror.Fetch(Repo, Stop);
        return pull;
    }
}
