using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Git;

public sealed class PastTests : GitTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Main = await Town.Commit("refs/heads/main", Main, "second", "Bob", ("a.txt", "1\n2\n3\n4\n5\n6\n"), ("shop/x.py", "x\n"));
        Main = await Town.Commit("refs/heads/main", Main, "third", "Bob", ("shop/x.py", "x\ny\n"));
    }

    [Fact]
    public async Task Files_and_author_are_known_as_of_the_fork()
    {
        var head = await Town.Pull(1, Main, ("a.txt", "1\n"), ("shop/x.py", "z\n"), ("shop/new.py", "n\n"));
        await Town.Commit("refs/heads/main", Main, "after the fork", "Cy", ("a.txt", "7\n"));

        // a.txt has six lines and came with "start" and "second", x.py two, with "second" and "third": three commits by two people.
        Assert.Equal(new History(8, 2, 0, 3, 2, 2, 2), await History(head, "bob@example.invalid"));
    }

    [Fact]
    public async Task A_newer_fork_knows_what_came_since()
    {
        await History(await Town.Pull(1, Main, ("a.txt", "1\n")), "cy@example.invalid");
        var next = await Town.Commit("refs/heads/main", Main, "fourth", "Cy", ("a.txt", "8\n"));

        var history = await History(await Town.Pull(2, next, ("a.txt", "9\n")), "CY@example.invalid");

        Assert.Equal((1.0, 3.0, 3.0, 1.0), (history!.Lt, history.Ndev, history.Nuc, history.Exp));
    }

    [Fact]
    public async Task New_files_and_strangers_have_no_past() =>
        Assert.Equal(new History(0, 0, 0, 0, 0, 0, 0), await History(await Town.Pull(1, Main, ("q.txt", "1\n")), "eve@example.invalid"));

    [Fact]
    public async Task Without_a_common_history_there_is_none_to_tell() =>
        Assert.Null(await History(await Town.Commit("alien", null, "alien", ("alien.txt", "1\n")), "ann@example.invalid"));

    private async Task<History?> History(Sha head, string author)
    {
        await Fetch();
        var change = await Town.Mirrors.Change(Town.Repo, (await Town.Where("refs/heads/main"))!.Value, head, Stop);
        History? history = null;
        // The first reading may take longer than a look waits.
        for (var asked = 0; history is null && change.MergeBase != default && asked < 100; asked++)
        {
            history = await Town.Mirrors.History(Town.Repo, change, author, Stop);
        }

        return history;
    }
}
