using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class LandingTests(TestPostgres server)
{
    [Fact]
    public async Task A_pull_that_is_labelled_lands_on_main()
    {
        await using var town = await Town.Found(server);
        await town.StartBot();
        var pull = town.Open("feature", "docs/new.md", "hello\n");
        town.Approve(pull);
        town.Queue(pull);

        await town.Until(() => pull.IsMerged, "that the pull is merged");
        Assert.Empty(town.Hub.Faults);
    }

    [Fact]
    public async Task What_happened_while_the_bot_was_away_is_found_by_its_first_sweep()
    {
        await using var town = await Town.Found(server);
        var pull = town.Open("feature", "docs/new.md", "hello\n");
        town.Approve(pull);
        town.Queue(pull);
        await town.StartBot();

        await town.Until(() => pull.IsMerged, "that the pull is merged");
    }
}
