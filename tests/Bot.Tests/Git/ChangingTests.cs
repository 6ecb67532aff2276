using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Git;

public sealed class ChangingTests : GitTest
{
    [Fact]
    public async Task A_file_that_git_takes_for_binary_is_told()
    {
        var head = await Town.Pull(1, Main, ("a.txt", "1\n"), ("run.sh", "echo one\necho\0two\n"));
        await Fetch();

        var change = await Town.Mirrors.Change(Town.Repo, Main, head, Stop);

        Assert.Equal(
            [new FileChange("a.txt", 0, 4), new FileChange("run.sh", 0, 0, FileChangeKind.Added) { IsBinary = true }],
            change.Files
        );
    }

    /// <summary>The head merged what main merged, and kept nothing of it: to merge that head takes it back from main.</summary>
    /// <param name="second">Of the newer one of the two merge bases git thinks more.</param>
    [Theory]
    [InlineData("1795000001 +0000")]
    [InlineData("1794999999 +0000")]
    public async Task What_a_head_took_back_of_what_it_merged_is_a_change(string second)
    {
        var mended = await Town.Commit("mend", Main, "Guard", ("guard.txt", "no\n"));
        Town.Date = second;
        var beside = await Town.Commit("main", Main, "Work", ("work.txt", "done\n"));
        var main = await Town.Merge(beside, mended);
        var head = await Town.Merge(await Town.Commit("own", beside, "Own", ("own.txt", "1\n")), mended, isKept: true);
        await Town.AskServer("update-ref", "refs/heads/main", main.Hex);
        await Town.AskServer("update-ref", "refs/pull/1/head", head.Hex);
        await Fetch();

        var change = await Town.Mirrors.Change(Town.Repo, main, head, Stop);

        Assert.Equal(
            [("guard.txt", FileChangeKind.Deleted), ("own.txt", FileChangeKind.Added)],
            change.Files.Where(file => file.Path != "work.txt").Select(file => (file.Path, file.Kind))
        );
    }
}
