namespace Sluice.Hub.Tests;

public sealed class FolderTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("hub-folder-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_folder_with_somebodys_files_is_refused_and_left_as_it_is()
    {
        var precious = Path.Combine(_data, "hub", "thesis.tex");
        Directory.CreateDirectory(Path.GetDirectoryName(precious)!);
        await File.WriteAllTextAsync(precious, "years", TestContext.Current.CancellationToken);

        var fault = await Assert.ThrowsAsync<IOException>(Start);

        Assert.Contains("is not empty, and no hub made it", fault.Message, StringComparison.Ordinal);
        Assert.Equal("years", await File.ReadAllTextAsync(precious, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Its_own_folder_is_emptied_at_the_next_start()
    {
        await using (var first = await Start())
        {
            Assert.NotNull(first.World.Do(() => first.World.Repos.Create(first.Shop.Owner, "more")));
        }

        await using var second = await Start();

        Assert.Equal(
            ["shop.git"],
            Directory.EnumerateDirectories(Path.Combine(_data, "hub", "acme")).Select(path => Path.GetFileName(path)!)
        );
    }

    private Task<HubServer> Start() => HubServer.Start(new HubOptions { DataDirectory = _data, PrivateKeyPem = Keys.One });
}
