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
}
