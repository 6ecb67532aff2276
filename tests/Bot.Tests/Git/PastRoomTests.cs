using Sluice.Bot.Git;
using Sluice.Bot.Tests.GitHub;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Git;

public sealed class PastRoomTests : GitTest
{
    private readonly GitProcess _git = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Main = await Town.Commit("main", Main, "second", ("a.txt", "1\n2\n"));
        Main = await Town.Commit("main", Main, "third", ("a.txt", "1\n"));
    }

    [Fact]
    public async Task Histories_together_hold_no_more_commits_than_there_is_room_for()
    {
        var room = new PastRoom(most: 5);
        using var mirror = new Mirror(_git, Town.Server, new Answers(), new GivenUp(TimeProvider.System));
        var (one, other) = (new Past(mirror, room, TimeProvider.System), new Past(mirror, room, TimeProvider.System));

        await Ask(one, await Town.Pull(1, Main, ("a.txt", "x\n")));
        Assert.Equal(3, room.Taken);
        await Ask(other, await Town.Pull(2, Main, ("a.txt", "y\n")));

        Assert.Equal(3, room.Taken);
    }

    [Fact]
    public async Task One_that_was_forgotten_is_read_again_and_says_the_same()
    {
        var room = new PastRoom(most: 5);
        using var mirror = new Mirror(_git, Town.Server, new Answers(), new GivenUp(TimeProvider.System));
        var (one, other) = (new Past(mirror, room, TimeProvider.System), new Past(mirror, room, TimeProvider.System));
        var before = await Ask(one, await Town.Pull(1, Main, ("a.txt", "x\n")));
        await Ask(other, await Town.Pull(2, Main, ("a.txt", "y\n")));

        var after = await Ask(one, await Town.Pull(3, Main, ("a.txt", "z\n")));

        Assert.Equal(3, before.Nuc);
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task After_a_reading_that_failed_another_one_is_tried_later()
    {
        var clock = new HandClock(GitTown.Noon);
        using var mirror = new Mirror(_git, Town.Server, new Answers(), new GivenUp(TimeProvider.System));
        var (past, head) = (new Past(mirror, new PastRoom(), clock), await Town.Pull(1, Main, ("a.txt", "x\n")));
        var change = new Change(Main, head, [new FileChange("a.txt", 1, 1)]);
        var objects = Path.Combine(Town.Server, "objects");
        Directory.Move(objects, objects + ".gone");
        Assert.Null(await past.Of(change, "ann@example.invalid", Stop, Stop));
        Directory.Move(objects + ".gone", objects);
        Assert.Null(await past.Of(change, "ann@example.invalid", Stop, Stop));

        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(3, (await Ask(past, head)).Nuc);
    }

    private async Task<History> Ask(Past past, Sha head)
    {
        var change = new Change(Main, head, [new FileChange("a.txt", 1, 1)]);
        while (true)
        {
            // The reading may take longer than a look waits.
            if (await past.Of(change, "ann@example.invalid", Stop, Stop) is { } history)
            {
                return history;
            }
        }
    }
}
