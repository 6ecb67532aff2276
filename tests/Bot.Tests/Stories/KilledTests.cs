using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class KilledTests
{
    private const string Main = "refs/heads/main";
    private const int Pulls = 6;

    [Fact]
    public async Task A_bot_that_is_killed_again_and_again_still_lands_everything_once_and_tested()
    {
        await using var town = await Town.Found(server: null);
        var pushes = new List<WorldEvent.Push>();
        using var watching = town.Hub.World.Subscribe(happened =>
        {
            if (happened is WorldEvent.Push push)
            {
                pushes.Add(push);
            }
        });
        var pulls = Enumerable.Range(1, Pulls).Select(number => town.Open($"topic-{number}", $"docs/{number}.md", $"{number}\n")).ToList();
        foreach (var pull in pulls)
        {
            town.Approve(pull);
            town.Queue(pull);
        }

        await KillWhen(town, () => Checks(town).Any(), "the bot speaks");
        await KillWhen(town, () => pushes.Any(push => push.Ref.StartsWith("refs/heads/sluice/queue/", StringComparison.Ordinal)), "a candidate is pushed");
        await KillWhen(town, () => pushes.Any(push => push.Ref == Main), "something has landed");
        var last = BotProcess.Start(town.Settings);
        await using (last)
        {
            await town.Until(() => pulls.All(pull => pull.IsMerged) && Checks(town).All(check => check.Status == "completed"), "everything landed and was told", () => last.Said);
        }

        Assert.False(File.Exists(Path.Combine(town.Data, "postgres", "cluster", "postmaster.pid")), $"the bot's own database outlived it: {last.Said}");
        town.Hub.World.Do(() =>
        {
            Assert.All(pushes.Where(push => push.Ref == Main), push =>
            {
                Assert.False(push.Forced);
                Assert.Contains(town.Hub.Shop.Marks.RunsOn(push.After), run => run is { Name: "test", Conclusion: "success" });
            });
            Assert.Equal(Pulls, pushes.Where(push => push.Ref == Main).SelectMany(push => town.Hub.Shop.History.Between(push.Before, push.After)).Count(commit => commit.Parents.Length > 1));
            Assert.Empty(town.Hub.Faults);
            return true;
        });
    }

    private static async Task KillWhen(Town town, Func<bool> isSo, string what)
    {
        await using var bot = BotProcess.Start(town.Settings);
        await town.Until(isSo, what, () => bot.Said);
        await bot.Kill();
    }

    private static IEnumerable<CheckRun> Checks(Town town) =>
        town.Hub.Shop.Pulls.Values.SelectMany(pull => town.Hub.Shop.Marks.RunsOn(pull.HeadSha)).Where(run => run.Name == "sluice");
}
