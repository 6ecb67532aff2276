using Sluice.Bot.Pages;
using Sluice.Flow.Flows;

namespace Sluice.Bot.Tests.Pages;

public sealed class AgentsPageTests
{
    private static readonly Dora None = new("none", 3, 0.1, null, Rate.From(0, 3), null, 0, 12);

    private static FlowReport Report =>
        new(Store.Some.Noon.AddDays(-30), Store.Some.Noon)
        {
            All = None with { Who = "all" },
            Load = new Load(0, 0, 0, null, null, null, null),
        };

    [Fact]
    public void An_account_is_called_as_it_is_called() =>
        Assert.Contains(
            """<th scope="row">none</th>""",
            AgentsPage.Of(Report with { ByAuthor = [None] }, [], 30).ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void Changes_without_an_agent_are_said_to_be_that() =>
        Assert.Contains(
            """<th scope="row">no agent evidence</th>""",
            FlowPage.Of("acme/shop", Report with { ByOrigin = [None] }, 30, []).ToString(),
            StringComparison.Ordinal
        );
}
