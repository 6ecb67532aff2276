using System.Text.Json;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class BudgetTests(TestPostgres server)
{
    /// <summary>One request of a hundred fails in this production: twice what the objective allows.</summary>
    private const string Policy = """
        version: 1
        budget:
          objective: 99.5%
          window: 1h
          source: fleet
          errors: 'sum(increase(http_errors_total{track="stable"}[$window]))'
          total: 'sum(increase(http_requests_total{track="stable"}[$window]))'
        """;

    [Fact]
    public async Task A_spent_budget_keeps_what_is_not_urgent_and_says_why()
    {
        await using var story = await Story.Begin(server, Policy);
        await story.WithProduction();
        var usual = story.Folk.Queue(story.Folk.Open("src/usual.txt"));
        await story.Until(
            () => story.Screen.Check(usual)?.Title?.Contains("error budget", StringComparison.Ordinal) == true,
            "the usual one is kept"
        );
        var urgent = story.Folk.Open("src/urgent.txt");
        story.Folk.Approve(urgent);
        story.Folk.Say(urgent, "/sluice queue priority=urgent");
        await story.UntilLanded(urgent);

        Assert.False(usual.IsMerged);
        var record = (await story.Get($"/pulls/{usual.Number}")).GetProperty("record");
        Assert.Equal(("waiting", "budget_exhausted", "wait"), (Text(record, "state"), Text(record, "code"), Text(record, "next_action")));
        Assert.StartsWith("The error budget is spent", Text(record, "reason"), StringComparison.Ordinal);
        var budget = (await story.Get("/queue/main")).GetProperty("budget");
        Assert.Equal("frozen", budget.GetProperty("level").GetString());
        Assert.InRange(budget.GetProperty("left").GetDouble(), -1.5, -0.5);
        Assert.Empty(Invariants.Broken(story));
    }

    private static string? Text(JsonElement record, string name) => record.GetProperty(name).GetString();
}
