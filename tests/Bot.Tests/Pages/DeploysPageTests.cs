using Sluice.Bot.Api;
using Sluice.Bot.Pages;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Pages;

public sealed class DeploysPageTests
{
    /// <summary>The script puts in only what is marked so: whoever has it open would never hear of the first canary.</summary>
    [Fact]
    public void Before_the_first_canary_it_waits_for_news_too() =>
        Assert.Contains("<div id=\"deploys\" data-live>", Page([]), StringComparison.Ordinal);

    [Theory]
    [InlineData("caught", 1, 0)]
    [InlineData("false_alarm", 0, 1)]
    public void What_to_make_of_the_shadow_review_is_set_as_a_page_sets_code(string came, int caught, int falseAlarms)
    {
        var would = new WouldView("roll_back", Some.Noon, null, "It would have rolled back");
        var one = new ShadowCaseView("production", "c7", Some.Sha(7).Hex, [7], would, came, [], null, null);

        var part = ShadowPart.Of("acme/shop", new ShadowView(caught, falseAlarms, 0, 0, 0, 0, [one])).Text;

        Assert.Contains("<code>mode: act</code>", part, StringComparison.Ordinal);
        Assert.DoesNotContain("&#x60;", part, StringComparison.Ordinal);
    }

    private static string Page(IReadOnlyList<DeployView> deploys) =>
        DeploysPage.Of("acme/shop", deploys, null, new ShadowView(0, 0, 0, 0, 0, 0, []), [], Some.Noon).Text;
}
