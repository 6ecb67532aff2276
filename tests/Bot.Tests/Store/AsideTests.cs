using Sluice.Bot.Store.Private;

namespace Sluice.Bot.Tests.Store;

/// <summary>Servers that stand apart from their data folders, and which of them are anybody's to delete.</summary>
public sealed class AsideTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("sluice-aside-").FullName;

    private string Root => Path.Combine(_path, "root");

    [Fact]
    public void A_cluster_whose_data_folder_is_gone_for_now_is_kept()
    {
        var cluster = Filled(Make("disk"));
        Directory.Delete(Path.Combine(_path, "disk"), recursive: true);

        Make("another");

        Assert.True(Directory.Exists(cluster));
        Assert.Equal(Path.GetDirectoryName(cluster), Make("disk"));
    }

    [Fact]
    public void A_data_folder_that_was_moved_still_leads_to_its_cluster()
    {
        var cluster = Filled(Make("here"));
        Directory.Move(Path.Combine(_path, "here"), Path.Combine(_path, "there"));

        Assert.Equal(Path.GetDirectoryName(cluster), Make("there"));
    }

    [Fact]
    public void One_that_was_to_be_gone_with_its_owner_is_tidied_away_when_the_owner_is()
    {
        var home = Make("demo");
        var owner = HomeLock.Take(home);
        Assert.True(Passing.Put(home, passing: true));
        var cluster = Filled(home);

        Make("another");
        Assert.True(Directory.Exists(cluster));

        owner.Dispose();
        Make("another");
        Assert.False(Directory.Exists(home));
    }

    [Fact]
    public void What_was_made_to_be_kept_never_becomes_passing()
    {
        var home = Make("kept");
        var cluster = Filled(home);

        Assert.False(Passing.Put(home, passing: true));
        Make("another");
        Assert.True(Directory.Exists(cluster));
    }

    [Fact]
    public void A_cluster_that_its_owner_cannot_reach_is_not_passed_over_for_an_empty_one()
    {
        Filled(Directory.CreateDirectory(Path.Combine(_path, "closed", "postgres")).FullName);

        Assert.Contains("may not enter", Assert.Throws<PrivatePostgresException>(() => Make("closed")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private string Make(string data) =>
        Aside.Make(Path.Combine(Directory.CreateDirectory(Path.Combine(_path, data)).FullName, "postgres"), Root);

    private static string Filled(string home) => Directory.CreateDirectory(Path.Combine(home, "cluster")).FullName;
}
