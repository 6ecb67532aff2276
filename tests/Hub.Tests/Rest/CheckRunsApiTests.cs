using System.Net;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Rest;

public sealed class CheckRunsApiTests : HubTest
{
    [Fact]
    public async Task A_run_is_made_updated_and_found_again()
    {
        var bot = await Bot();
        var made = await bot.Post(
            $"{Shop}/check-runs",
            new
            {
                name = "sluice",
                head_sha = Tip(),
                status = "in_progress",
            }
        );
        Assert.Equal((HttpStatusCode.Created, "in_progress"), (made.Status, (string?)made.Body!["status"]));
        var id = (long)made.Body!["id"]!;
        var done = await bot.Patch(
            $"{Shop}/check-runs/{id}",
            new { conclusion = "success", output = new { title = "Landed", summary = "In *main*." } }
        );
        Assert.Equal(("completed", "success"), ((string?)done.Body!["status"], (string?)done.Body["conclusion"]));
        Assert.NotNull(done.Body["completed_at"]);
        var read = await bot.Get($"{Shop}/check-runs/{id}");
        Assert.Equal("Landed", (string?)read.Body!["output"]!["title"]);
        var listed = (await bot.Get($"{Shop}/commits/main/check-runs?check_name=sluice&app_id={Hub.App.Id}")).Body!;
        Assert.Equal((1, id), ((int)listed["total_count"]!, (long)listed["check_runs"]![0]!["id"]!));
    }

    [Fact]
    public async Task The_latest_run_of_a_name_hides_the_earlier_ones_unless_all_are_asked_for()
    {
        var bot = await Bot();
        foreach (var _ in Enumerable.Range(0, 3))
            await bot.Post($"{Shop}/check-runs", new { name = "ci", head_sha = Tip() });
        Assert.Equal(1, (int)(await bot.Get($"{Shop}/commits/{Tip()}/check-runs")).Body!["total_count"]!);
        Assert.Equal(3, (int)(await bot.Get($"{Shop}/commits/{Tip()}/check-runs?filter=all")).Body!["total_count"]!);
    }

    [Fact]
    public async Task Only_Apps_write_runs_and_each_only_its_own()
    {
        var person = await As("ada").Post($"{Shop}/check-runs", new { name = "ci", head_sha = Tip() });
        Assert.Equal((HttpStatusCode.Forbidden, "You must authenticate via a GitHub App."), (person.Status, person.Message));
        var run = World.Do(() =>
        {
            World.Actions.Add(Hub.Shop, "ci", "push", ["test"]);
            World.Refs.CommitTo(new Caller.User(World.Accounts["ada"]), Hub.Shop, "topic", "Change", [new("a", "b")]);
            return Hub.Shop.Marks.RunsById.Values.Last();
        });
        var other = await (await Bot()).Patch($"{Shop}/check-runs/{run.Id}", new { conclusion = "success" });
        Assert.Equal(HttpStatusCode.Forbidden, other.Status);
        Assert.StartsWith("Invalid app_id", other.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65_535, 50, HttpStatusCode.Created)]
    [InlineData(65_536, 1, HttpStatusCode.UnprocessableEntity)]
    [InlineData(1, 51, HttpStatusCode.UnprocessableEntity)]
    public async Task Reports_are_limited_in_length_and_annotations(int length, int count, HttpStatusCode expected)
    {
        var annotations = Enumerable
            .Range(1, count)
            .Select(line => new
            {
                path = "a.cs",
                start_line = line,
                end_line = line,
                annotation_level = "notice",
                message = "Here.",
            });
        var said = await (await Bot()).Post(
            $"{Shop}/check-runs",
            new
            {
                name = "sluice",
                head_sha = Tip(),
                output = new
                {
                    title = "t",
                    summary = new string('x', length),
                    annotations,
                },
            }
        );
        Assert.Equal(expected, said.Status);
        if (expected == HttpStatusCode.Created)
            Assert.Equal(count, (int)said.Body!["output"]!["annotations_count"]!);
        else
            Assert.Contains("were supplied", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Annotations_of_later_reports_are_added()
    {
        var bot = await Bot();
        var output = new
        {
            title = "t",
            summary = "s",
            annotations = new[]
            {
                new
                {
                    path = "a",
                    start_line = 1,
                    end_line = 2,
                    annotation_level = "failure",
                    message = "m",
                },
            },
        };
        var id = (long)
            (
                await bot.Post(
                    $"{Shop}/check-runs",
                    new
                    {
                        name = "sluice / config",
                        head_sha = Tip(),
                        output,
                    }
                )
            ).Body!["id"]!;
        await bot.Patch($"{Shop}/check-runs/{id}", new { output });
        Assert.Equal(2, ((JsonArray)(await bot.Get($"{Shop}/check-runs/{id}/annotations")).Body!).Count);
    }

    [Theory]
    [InlineData("""{"head_sha":"TIP"}""", "\"name\" wasn't supplied.")]
    [InlineData("""{"name":"x","head_sha":"0123456789012345678901234567890123456789"}""", "No commit found for SHA")]
    [InlineData("""{"name":"x","head_sha":"TIP","status":"done"}""", "\"done\" is not a member of")]
    [InlineData("""{"name":"x","head_sha":"TIP","status":"completed"}""", "\"conclusion\" wasn't supplied.")]
    [InlineData("""{"name":"x","head_sha":"TIP","output":{"title":"t"}}""", "\"summary\" wasn't supplied.")]
    public async Task A_malformed_run_is_422_and_says_what_is_wrong(string body, string expected)
    {
        var said = await (await Bot()).Post($"{Shop}/check-runs", body.Replace("TIP", Tip(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, said.Status);
        Assert.Contains(expected, said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suite_is_there_for_each_push_and_takes_the_worst_conclusion()
    {
        var bot = await Bot();
        var sha = Push("topic", "a", "b");
        var suites = (await bot.Get($"{Shop}/commits/{sha}/check-suites")).Body!;
        Assert.Equal((1, "queued"), ((int)suites["total_count"]!, (string?)suites["check_suites"]![0]!["status"]));
        await bot.Post(
            $"{Shop}/check-runs",
            new
            {
                name = "a",
                head_sha = sha,
                conclusion = "success",
            }
        );
        await bot.Post(
            $"{Shop}/check-runs",
            new
            {
                name = "b",
                head_sha = sha,
                conclusion = "failure",
            }
        );
        await bot.Post(
            $"{Shop}/check-runs",
            new
            {
                name = "c",
                head_sha = sha,
                conclusion = "neutral",
            }
        );
        var id = (long)suites["check_suites"]![0]!["id"]!;
        var suite = (await bot.Get($"{Shop}/check-suites/{id}")).Body!;
        Assert.Equal(
            ("completed", "failure", 3),
            ((string?)suite["status"], (string?)suite["conclusion"], (int)suite["latest_check_runs_count"]!)
        );
        Assert.Equal(HttpStatusCode.OK, (await bot.Post($"{Shop}/check-suites", new { head_sha = sha })).Status);
        Assert.Equal(HttpStatusCode.Created, (await bot.Post($"{Shop}/check-suites/{id}/rerequest", new { })).Status);
        Assert.Equal("queued", (string?)(await bot.Get($"{Shop}/check-suites/{id}")).Body!["status"]);
    }
}
