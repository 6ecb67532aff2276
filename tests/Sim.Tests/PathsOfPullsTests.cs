using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Sim.Storms;
using Sluice.Turns.Lanes;

namespace Sluice.Sim.Tests;

public sealed class PathsOfPullsTests
{
    private readonly Town _town = new(1);

    [Fact]
    public async Task No_more_is_held_of_heads_than_there_is_room_for_and_what_was_forgotten_is_asked_again()
    {
        var mirror = new MemoryMirror(_town.World, _town.Installation);
        var paths = new PathsOfPulls(mirror, kept: 8);
        var repo = WorldFacts.Of(_town.Repo, _town.Installation).Repository!;
        Sha[] heads = [.. Enumerable.Range(1, 6).Select(number => Commit($"change-{number}", $"docs/{number}.md", $"src/{number}.cs"))];
        await mirror.Fetch(repo, CancellationToken.None);
        var onto = (await mirror.Branch(repo, "main", CancellationToken.None))!.Value;

        foreach (var head in heads)
        {
            await paths.Of(repo, "main", onto, [head], CancellationToken.None);
            Assert.InRange(paths.Held, 3, 8);
        }

        Assert.Equal(["docs/1.md", "src/1.cs"], (await paths.Of(repo, "main", onto, heads, CancellationToken.None))[heads[0]]);
    }

    [Fact]
    public async Task A_head_that_is_in_two_lanes_touches_in_each_what_that_base_has_not()
    {
        var mirror = new MemoryMirror(_town.World, _town.Installation);
        var paths = new PathsOfPulls(mirror);
        var repo = WorldFacts.Of(_town.Repo, _town.Installation).Repository!;
        var below = Commit("below", "src/below.cs");
        Assert.Null(
            _town
                .World.Refs.CommitTo(Ada, _town.Repo, "above", "Work", [KeyValuePair.Create("src/above.cs", (string?)"new\n")], "below")
                .Refusal?.Message
        );
        var above = new Sha(_town.Repo.Branch("above")!);
        await mirror.Fetch(repo, CancellationToken.None);
        var main = (await mirror.Branch(repo, "main", CancellationToken.None))!.Value;

        Assert.Equal(["src/above.cs"], (await paths.Of(repo, "below", below, [above], CancellationToken.None))[above]);
        Assert.Equal(["src/above.cs", "src/below.cs"], (await paths.Of(repo, "main", main, [above], CancellationToken.None))[above]);
    }

    private Caller.User Ada => new(_town.World.Accounts["ada"]);

    private Sha Commit(string branch, params string[] paths)
    {
        var done = _town.World.Refs.CommitTo(
            Ada,
            _town.Repo,
            branch,
            "Work",
            paths.Select(path => KeyValuePair.Create(path, (string?)"new\n")),
            "main"
        );
        Assert.Null(done.Refusal?.Message);
        return new Sha(_town.Repo.Branch(branch)!);
    }
}
