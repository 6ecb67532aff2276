using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Lanes;
using Sluice.Turns.Ports;
using Repository = Sluice.Flow.Repo.Repository;

namespace Sluice.Sim.Tests.Turns;

/// <summary>The shipped turns over a town's GitHub, with every port in the test's hands and no time passing by itself.</summary>
public abstract class TurnTest
{
    protected TurnTest()
    {
        Town = new Town(1);
        Repo = WorldFacts.Of(Town.Repo, Town.Installation).Repository;
        Mirror = new MemoryMirror(Town.World, Town.Installation);
        GitHub = new WorldGitHub(Town.World, Town.Installation);
        Books = new Books(Store, Bell, Town.Clock);
        foreach (var login in new[] { "ben", "cleo" })
        {
            Town.Repo.Collaborators[Town.World.People.User(login).Login] = Role.Write;
        }
    }

    protected static CancellationToken Stop => CancellationToken.None;

    protected Town Town { get; }

    protected Repository Repo { get; }

    protected MemoryStore Store { get; } = new();

    protected MemoryMirror Mirror { get; }

    protected WorldGitHub GitHub { get; }

    protected VirtualBell Bell => Town.Bell;

    protected Books Books { get; }

    protected SubjectTurns Turns(IGitHub? github = null) => new(Store, github ?? GitHub, Mirror, Town.Fleet, Bell, Town.Clock);

    protected LookAtLane Lanes()
    {
        var asked = new Asked(Store, GitHub, Town.Clock);
        return new(
            Store,
            Mirror,
            new(Mirror, Store, Town.Clock),
            new(Mirror, Store, Town.Clock),
            asked,
            new(Store, Town.Fleet, Town.Clock),
            new(Store, GitHub, Books),
            new(Store, Mirror, GitHub, asked, Books),
            Books,
            new(Store),
            new(GitHub, Town.Clock),
            new(Mirror),
            new(Store, GitHub, asked, new(Mirror, new(Mirror, Store, Town.Clock)))
        );
    }

    protected Caller As(string login) => new Caller.User(Town.World.Accounts[login]);

    /// <param name="from">Where a branch begins that is not there yet.</param>
    protected Sha Push(string branch, string path, string? text = "new\n", string by = "ada", string from = "main")
    {
        var done = Town.World.Refs.CommitTo(
            As(by),
            Town.Repo,
            branch,
            "Work",
            [KeyValuePair.Create(path, text)],
            Town.Repo.Branch(branch) is null ? from : null
        );
        Assert.Null(done.Refusal?.Message);
        return new Sha(Town.Repo.Branch(branch)!);
    }

    /// <summary>A pull by ada that the bot has heard of.</summary>
    protected async Task<Pull> Open(string branch)
    {
        Push(branch, $"good/{branch}.txt");
        var pull = Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft(branch, branch, "main")).Value;
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation), WorldFacts.Of(pull)], Stop);
        return pull;
    }
}
