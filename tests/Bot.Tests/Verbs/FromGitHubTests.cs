using System.Text.Json;
using Sluice.Bot.Tests.GitHub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Verbs;

public sealed class FromGitHubTests : HubTests
{
    private static readonly string[] Asks = ["simulate", "--from-github", "acme/shop", "--days", "3650", "--policy", "sluice", "--json"];

    /// <summary>What GitHub Actions would have set is another GitHub's: nobody listens there.</summary>
    [Fact]
    public async Task A_past_is_read_from_the_GitHub_that_the_bots_settings_name()
    {
        var landed = Town.OpenPull("pears");
        Town.Do(() => Assert.False(Town.World.Merging.MergePull(Town.As("ada"), landed, MergeMethod.Merge, null, null, null).IsRefused));

        var (exit, output, said) = await SluiceProcess.RunWith(
            [("GitHub__ApiUrl", Town.Hub.Url), ("GITHUB_API_URL", "http://127.0.0.1:9")],
            Asks
        );

        Assert.True(exit == 0, said);
        using var told = JsonDocument.Parse(output);
        Assert.Equal(1, told.RootElement.GetProperty("policies")[0].GetProperty("landed").GetInt32());
    }

    [Theory]
    [InlineData("GitHub__ApiUrl", "nonsense", "GitHub__ApiUrl: it is no address")]
    [InlineData("GITHUB_API_URL", "nonsense", "GITHUB_API_URL: 'nonsense' is no address")]
    [InlineData("GitHub__ApiUrl", "http://127.0.0.1:9", "acme/shop: http://127.0.0.1:9 cannot be reached (")]
    public async Task Where_that_is_nowhere_it_is_told_in_one_line(string key, string value, string says)
    {
        var (exit, output, said) = await SluiceProcess.RunWith([(key, value)], Asks);

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith(says, Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
