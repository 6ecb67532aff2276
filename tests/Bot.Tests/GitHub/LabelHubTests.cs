using Sluice.Turns.Ports;
using static Sluice.Bot.Tests.GitHub.HubFixture;

namespace Sluice.Bot.Tests.GitHub;

public sealed class LabelHubTests : HubTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_label_that_is_put_on_and_taken_off_within_a_second_the_last_counts(bool on)
    {
        var pull = Town.OpenPull("pears");
        Town.Do(() =>
        {
            for (var time = 0; time < 3; time++)
            {
                Town.World.Labels.Put(Town.As("ada"), pull, ["queue"]);
                Town.World.Labels.Take(Town.As("ada"), pull, "queue");
            }

            if (on)
            {
                Town.World.Labels.Put(Town.As("ben"), pull, ["queue"]);
            }
        });

        var facts = (await Facts(Client.Pull(Repo, pull.Number, Stop))).OfType<LabelFact>().ToList();

        Assert.Equal((on, on ? "ben" : "ada"), facts.MaxBy(fact => fact.Stamp) is { Event: var last } ? (last.On, last.By.Login) : default);
        Assert.Equal(facts.Count, facts.DistinctBy(fact => fact.Stamp).Count());
    }
}
