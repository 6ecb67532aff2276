using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;
using Sluice.Sim.Histories;

namespace Sluice.Bot.Tests.Stories;

/// <summary>
/// A pull request that changes sluice.yml is told what the change would have done to the last thirty days of its own repository.
/// </summary>
public sealed partial class RehearsalTests(TestPostgres server)
{
    private const string Narrow = "queue: { slots: 1, batch: { max: 1 } }\nflow: { approvals: { medium: 0 } }\n";
    private const string Wide = "queue: { slots: 8, batch: { max: 8 } }\nflow: { approvals: { medium: 1 } }\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proposed_policy_is_replayed_on_what_the_lane_lived_through()
    {
        await using var story = await Begin(pulls: 60);
        var pull = story.Folk.Open(".github/sluice.yml", Wide);

        var said = await Said(story, pull, "Replayed on the last 30 days");
        Assert.Contains("(60 pull requests into `main`)", said, StringComparison.Ordinal);
        Assert.Contains("60 pulls would have waited for approval", said, StringComparison.Ordinal);
        var numbers = Numbers().Match(said);
        Assert.True(numbers.Success, said);
        Assert.True(
            double.Parse(numbers.Groups["now"].Value, System.Globalization.CultureInfo.InvariantCulture)
                > 2 * double.Parse(numbers.Groups["then"].Value, System.Globalization.CultureInfo.InvariantCulture),
            said
        );
    }

    [Fact]
    public async Task Where_there_is_too_little_to_replay_it_says_so()
    {
        await using var story = await Begin(pulls: 12);

        await Said(story, story.Folk.Open(".github/sluice.yml", Wide), "12 pulls are too few to say");
    }

    [Fact]
    public async Task What_the_bot_itself_landed_is_what_is_replayed()
    {
        await using var story = await Begin(pulls: 0);
        var pull = story.Folk.Queue(story.Folk.Open("src/one.txt"));
        await story.UntilLanded(pull);

        await Said(story, story.Folk.Open(".github/sluice.yml", Wide), "1 pull is too few to say");
    }

    [Fact]
    public async Task What_a_replay_shows_nothing_of_is_not_replayed()
    {
        await using var story = await Begin(pulls: 60);

        Assert.DoesNotContain(
            "eplay",
            await Said(story, story.Folk.Open(".github/sluice.yml", Narrow + "notify: { comments: all }\n"), "notify.comments"),
            StringComparison.Ordinal
        );
    }

    private async Task<Story> Begin(int pulls)
    {
        var story = await Story.Begin(server, Narrow);
        story.Connect = (settings, services) => Outside.Connect(settings, services) with { Replay = Replay.Of };
        await story.WithBot();
        await Live(story, pulls);
        return story;
    }

    /// <summary>As the journal tells it: somebody every twenty minutes, each tested for half an hour by itself, and landed.</summary>
    private static async Task Live(Story story, int pulls)
    {
        await using var database = new NpgsqlConnection(story.Settings("")["Database:ConnectionString"]);
        var (repo, first) = (story.Hub.Shop.Id, TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(5));
        const string Line =
            "insert into journal (repo, subject, at, kind, says, pulls, data) values (@repo, @subject, @at, @kind, '', array[@pull], @data::jsonb)";
        foreach (var pull in Enumerable.Range(1000, pulls))
        {
            var at = first + TimeSpan.FromMinutes(20 * (pull - 1000));
            const string Record = """{"base":"main","code":"queued","risk":{"band":"medium","score":0.04},"origin":null}""";
            await database.ExecuteAsync(
                Line,
                new
                {
                    repo,
                    subject = $"pull/{repo}/{pull}",
                    at,
                    kind = "queued",
                    pull,
                    data = Record,
                }
            );
            await database.ExecuteAsync(
                Line,
                new
                {
                    repo,
                    subject = $"lane/{repo}/main",
                    at = at.AddMinutes(30),
                    kind = "green",
                    pull,
                    data = $$"""{"build":"b{{pull}}","checks":[],"seconds":1800}""",
                }
            );
            await database.ExecuteAsync(
                Line,
                new
                {
                    repo,
                    subject = $"lane/{repo}/main",
                    at = at.AddMinutes(30),
                    kind = "landed",
                    pull,
                    data = (string?)null,
                }
            );
        }
    }

    private static async Task<string> Said(Story story, Pull pull, string what)
    {
        await story.Until(() => Text(story, pull).Contains(what, StringComparison.Ordinal), $"the check says: {what}");
        return Text(story, pull);
    }

    private static string Text(Story story, Pull pull) => string.Concat(story.Screen.Config(pull).Select(run => run.Summary));

    [GeneratedRegex(@"median wait (?<now>[\d.]+) → (?<then>[\d.]+) (min|h), CI runs per pull [\d.]+ → [\d.]+")]
    private static partial Regex Numbers();
}
