using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

/// <summary>Some of what landed, put onto what ran before.</summary>
public sealed class PartingTests : GitTest
{
    [Fact]
    public async Task A_part_holds_its_pulls_and_nothing_of_the_others()
    {
        var one = await Land(Main, 1, ("one.txt", "1\n"));
        var two = await Land(one.Commit, 2, ("two.txt", "2\n"));
        var three = await Land(two.Commit, 3, ("three.txt", "3\n"));

        var part = await Compose(one, three);

        Assert.Equal([1, 3], part.Pulls);
        Assert.Equal("README.md\na.txt\nb.txt\none.txt\nthree.txt", await Town.AskMirror("ls-tree", "--name-only", part.Commit!.Value.Hex));
        Assert.Equal(Main.Hex, await Town.AskMirror("rev-parse", part.Commit.Value.Hex + "~2"));
        Assert.Equal(part, await Compose(one, three));
    }

    [Fact]
    public async Task What_builds_on_another_is_left_out_without_it()
    {
        var one = await Land(Main, 1, ("a.txt", "1\n2\none\n4\n5\n"));
        var two = await Land(one.Commit, 2, ("a.txt", "1\n2\none and two\n4\n5\n"));
        var three = await Land(two.Commit, 3, ("three.txt", "3\n"));

        Assert.Equal([3], (await Compose(two, three)).Pulls);
        Assert.Equal([1, 2], (await Compose(one, two)).Pulls);
    }

    [Fact]
    public async Task A_pull_that_landed_as_several_commits_goes_and_comes_back_whole()
    {
        var first = await Town.Commit("main", Main, "Work 1, first", ("one.txt", "1\n"));
        var last = await Town.Commit("main", first, "Work 1, second", ("more.txt", "2\n"));
        var rebased = GitTown.Landed(1, last) with { From = Main };
        await Fetch();

        var part = await Compose(rebased);
        Assert.Equal(await Tree(last), await Tree(part.Commit!.Value));

        var revert = await Town.Mirrors.ComposeRevert(Town.Repo, GitTown.RevertOf(rebased), last, Stop);
        Assert.Equal(await Tree(Main), await Tree(Assert.IsType<Answer<Sha>.Made>(revert).Value));
    }

    private async Task<LandedPull> Land(Sha onto, int number, params (string Path, string? Text)[] files) =>
        GitTown.Landed(number, await Town.Commit("main", onto, $"Work {number} (#{number})", files)) with
        {
            From = onto,
        };

    private async Task<ComposedPart> Compose(params LandedPull[] pulls)
    {
        await Fetch();
        return await Town.Mirrors.ComposePart(
            Town.Repo,
            new EnvironmentMove.ComposePart("c1", "sluice/canary/c1", Main, pulls.ToRow(), GitTown.Noon),
            Stop
        );
    }
}
