using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Wire;
using Sluice.Bot.Tests.Store;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.GitHub;

/// <summary>Whoever acts is one account, however GitHub's two APIs tell its login.</summary>
public sealed class GraphActorTests
{
    [Theory]
    [InlineData("Bot", "copilot-swe-agent", 198982749, "Copilot")]
    [InlineData("Bot", "Copilot", 198982749, "Copilot")]
    [InlineData("Bot", "dependabot", 49699333, "dependabot[bot]")]
    [InlineData("Bot", "dependabot[bot]", 49699333, "dependabot[bot]")]
    [InlineData("User", "ada", 7, "ada")]
    public void An_account_has_the_login_that_REST_tells(string type, string login, long id, string told)
    {
        var pull = new GraphPull(
            1,
            "PR_1",
            "Pears",
            "",
            "OPEN",
            false,
            false,
            Some.Noon,
            Some.Noon,
            new GraphActor(type, login, id),
            Some.Sha(1).Hex,
            "pears",
            null,
            "main",
            null,
            null,
            null,
            null,
            null
        );

        Assert.Equal(
            (id, told),
            GraphFacts.Of(1, pull, Some.Noon).OfType<PullFact>().Select(fact => (fact.Pull.Author.Id, fact.Pull.Author.Login)).Single()
        );
    }
}
