using Sluice.Bot.Pages;

namespace Sluice.Bot.Tests.Pages;

public sealed class AssetTests
{
    [Fact]
    public void An_address_holds_what_is_in_the_file() =>
        Assert.All([Asset.Style, Asset.Live, Asset.Icon], asset => Assert.Matches("^/-/[0-9a-f]{12}/[a-z]+\\.(css|js|svg)$", asset.Path));
}
