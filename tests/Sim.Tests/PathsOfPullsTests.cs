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
            await paths.Of(repo, onto, [head], CancellationToken.None);
            Assert.InRange(paths.Held, 3, 8);
        }

        Assert.Equal(["docs/1.md", "src/1.cs"], (await paths.Of(repo, onto, heads, CancellationToken.None))[heads[0]]);
    }

    private Sha Commit(string branch, params string[] paths)
    {
        var done = _town.World.Refs.CommitTo(new Caller.User(_town.World.Accounts["ada"]), _town.Repo, branch, "Work", paths.Select(path => KeyValuePair.Create(path, (string?)"new\n")), "main");
        Assert.Null(done.Refusal?.Message);
        return new Sha(_town.Repo.Branch(branch)!);
    }
}
