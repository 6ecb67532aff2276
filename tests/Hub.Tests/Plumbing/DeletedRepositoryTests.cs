using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Plumbing;

public sealed class DeletedRepositoryTests : HubTest
{
    [Fact]
    public void A_deleted_repository_leaves_no_git_behind_and_its_name_is_free()
    {
        var path = ((BareGit)Hub.Shop.Git).Path;
        World.Do(() => Hub.Shop.Git.Commit(Tip()));
        Assert.True(IsRead(path));

        var again = World.Do(() =>
        {
            World.Owning.Delete(Hub.Shop, World.Accounts["ada"]);
            return World.Repos.Create(Hub.Shop.Owner, "shop", [new("a.txt", "1\n")]);
        });

        Assert.False(IsRead(path));
        Assert.Same(again, World.Do(() => World.Repository("acme", "shop")));
    }

    // By a git that runs in its folder.
    private static bool IsRead(string path) =>
        Directory
            .EnumerateDirectories("/proc")
            .Any(process =>
                char.IsAsciiDigit(Path.GetFileName(process)[0]) && new FileInfo(Path.Combine(process, "cwd")).LinkTarget == path
            );
}
