using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>One regression, from its landing to the unlock, by a bot that is killed after each of its steps.</summary>
public sealed class ReleaseKillTests
{
    private const string Reverts = "sluice/revert/";

    [Fact]
    public async Task Killed_at_each_step_of_a_regression_the_bot_deploys_rolls_back_and_reverts_once()
    {
        await using var story = await (await Story.Begin(server: null, Canaries.Policy())).WithFleet();
        var bad = story.Folk.Queue(story.Folk.Open("src/bad.txt", "fails in production\n"));
        await using var bot = new Mortal(
            story,
            Loopback.FreePort(),
            IsLanding,
            Is("canary"),
            IsBaking,
            Is("rollback"),
            IsRevertPushed,
            IsRevertOpened,
            IsLanding
        ).With(Story.Fleet, story.Production.MetricsUrl);
        using var over = new CancellationTokenSource();
        var verdict = DieAtVerdict(story, bot, over.Token);
        bot.Start();

        await story.Until(() => Made(story).Count > 1, "it is rolled back");
        await story.Until(() => Revert(story) is { IsMerged: true }, "the revert landed");
        await story.Until(
            () =>
                Made(story)
                    .Any(made => made.Environment == "production" && made.Sha == Revert(story)!.MergeCommit && made.State == "success"),
            "what took it back is in production"
        );
        await story.Until(() => (string?)story.Screen.Record(bad)?["state"] == "reverted", "the bad one is told to be taken back");
        await over.CancelAsync();
        await verdict;

        Assert.Equal(8, bot.Deaths);
        Assert.Equal(
            [
                ("canary", bad.MergeCommit),
                ("rollback", Before(story, bad)),
                ("canary", Revert(story)!.MergeCommit),
                ("production", Revert(story)!.MergeCommit),
            ],
            Made(story).Select(made => ((string?)made.Payload?["sluice"]?["stage"], (string?)made.Sha))
        );
        Assert.Equal($"Revert \"Write src/bad.txt\" (#{bad.Number})", Revert(story)!.Title);
        Assert.Null(story.Screen.OnMain("src/bad.txt"));
        Assert.Single(story.Screen.Comments(bad), comment => comment.Body.StartsWith("<!-- sluice:verdict -->", StringComparison.Ordinal));
        Assert.Empty(Invariants.Broken(story));
    }

    private static bool IsLanding(WorldEvent happened) => happened is WorldEvent.Push { Ref: "refs/heads/main" };

    private static Predicate<WorldEvent> Is(string stage) =>
        happened => happened is DeploymentChange { Deployment: var made } && (string?)made.Payload?["sluice"]?["stage"] == stage;

    /// <summary>In the midst of the canary: it runs, and what it counts is about to be read.</summary>
    private static bool IsBaking(WorldEvent happened) =>
        happened is DeploymentStatusChange { Deployment.Environment: "canary", Status.State: "success" };

    private static bool IsRevertPushed(WorldEvent happened) =>
        happened is WorldEvent.Push { Before: Zero.Sha } push && push.Ref.StartsWith("refs/heads/" + Reverts, StringComparison.Ordinal);

    private static bool IsRevertOpened(WorldEvent happened) =>
        happened is WorldEvent.PullRequest { What: "opened", Pull: var pull }
        && pull.HeadBranch.StartsWith(Reverts, StringComparison.Ordinal);

    /// <summary>
    /// The world does not see a verdict; the bot tells it as soon as it noted it, and whether the way back was asked for already is chance.
    /// </summary>
    private static async Task DieAtVerdict(Story story, Mortal bot, CancellationToken over)
    {
        using var http = new HttpClient();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!over.IsCancellationRequested)
        {
            var told = await http.GetAsync(new Uri($"{bot.Address}/api/v1/repos/{story.Hub.Shop.FullName}/deploys"), over)
                .ContinueWith(answer => answer.IsCompletedSuccessfully ? answer.Result : null, TaskScheduler.Default);
            if (
                told is { IsSuccessStatusCode: true }
                && (await told.Content.ReadAsStringAsync(CancellationToken.None)).Contains("\"regressed\"", StringComparison.Ordinal)
                && bot.Die()
            )
            {
                return;
            }

            await beat.WaitForNextTickAsync(over).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static List<Deployment> Made(Story story) => story.Hub.World.Do(() => story.Hub.Shop.Deployments.Values.ToList());

    private static Pull? Revert(Story story) =>
        story.Hub.World.Do(() => story.Hub.Shop.Pulls.Values.SingleOrDefault(pull => pull.Author == story.Hub.App.Bot));

    private static string? Before(Story story, Pull pull) =>
        story.Hub.World.Do(() => story.Hub.Shop.Landings.First(move => move.Branch == "main" && move.After == pull.MergeCommit).Before);
}
