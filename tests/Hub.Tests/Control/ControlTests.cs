using System.Net;

namespace Sluice.Hub.Tests.Control;

/// <summary>A script plays the people through <c>/_hub</c>.</summary>
public sealed class ControlTests : HubTest
{
    private const string Repo = "/_hub/repos/acme/shop";

    [Fact]
    public async Task A_script_opens_reviews_and_merges_a_pull_and_reads_the_landings()
    {
        var script = Nobody();
        var opened = await script.Post(
            $"{Repo}/pulls",
            new
            {
                @as = "cleo",
                title = "Cheaper pears",
                head = "pears",
                files = new Dictionary<string, string?> { ["src/price.txt"] = "pear 1\n", ["src/stock.txt"] = null },
            }
        );
        Assert.Equal(HttpStatusCode.Created, opened.Status);
        var number = (int)opened.Body!["number"]!;
        Assert.Equal(
            HttpStatusCode.Created,
            (await script.Post($"{Repo}/pulls/{number}/reviews", new { @as = "ben", state = "approve" })).Status
        );
        var merged = await script.Put($"{Repo}/pulls/{number}/merge", new { @as = "ada", method = "squash" });
        Assert.Equal(HttpStatusCode.OK, merged.Status);
        var landing = Assert.Single((await script.Get($"{Repo}/landings")).Body!.AsArray())!;
        Assert.Equal(
            ("ada", (string?)merged.Body!["sha"], "merge"),
            ((string?)landing["actor"], (string?)landing["after"], (string?)landing["via"])
        );
        Assert.Equal(HttpStatusCode.NotFound, (await Nobody().Get("/repos/acme/shop/contents/src/stock.txt")).Status);
    }

    [Fact]
    public async Task A_script_says_which_inputs_a_workflow_takes_and_reads_with_what_to_sign_in()
    {
        var script = Nobody();
        await script.Post(
            $"{Repo}/workflows",
            new
            {
                name = "Deploy",
                @event = "workflow_dispatch",
                inputs = new[] { "sha" },
            }
        );
        var ada = Client(Hub.Tokens["ada"]);
        var known = await ada.Post(
            "/repos/acme/shop/actions/workflows/deploy.yml/dispatches",
            new { @ref = "main", inputs = new { sha = "1" } }
        );
        var unknown = await ada.Post(
            "/repos/acme/shop/actions/workflows/deploy.yml/dispatches",
            new { @ref = "main", inputs = new { weight = "1" } }
        );

        Assert.Equal((HttpStatusCode.NoContent, (HttpStatusCode)422), (known.Status, unknown.Status));
        var state = (await script.Get("/_hub/state")).Body!;
        Assert.Equal((Hub.App.ClientId, Hub.App.ClientSecret), ((string?)state["client_id"], (string?)state["client_secret"]));
    }

    [Theory]
    [InlineData(
        "delays",
        """{"mergeable_ms": 9000000000000000000}""",
        "\"mergeable_ms\" is a whole number from 0 to 86400000, a day, and 9000000000000000000 is not."
    )]
    [InlineData("delays", """{"synchronize_ms": -1}""", "\"synchronize_ms\" is a whole number from 0 to 86400000, a day, and -1 is not.")]
    [InlineData(
        "weather",
        """{"hooks_delayed": 1, "hook_delay": "10675199.02:48:05"}""",
        "\"hook_delay\" is a time from 00:00:00 to 1.00:00:00, a day, and 10675199.02:48:05 is not."
    )]
    [InlineData(
        "weather",
        """{"mergeable": "-00:00:01"}""",
        "\"mergeable\" is a time from 00:00:00 to 1.00:00:00, a day, and -00:00:01 is not."
    )]
    public async Task A_time_that_nobody_waits_for_is_refused_with_what_is_taken(string what, string body, string says)
    {
        var said = await Nobody().Put($"/_hub/{what}", body);

        Assert.Equal(((HttpStatusCode)422, says), (said.Status, said.Message));
        Open("pears", "pears.txt", "4\n");
    }

    [Fact]
    public async Task A_script_reads_what_was_asked_since_it_last_looked()
    {
        await As("ada").Get("/repos/acme/shop");
        var seen = (await Nobody().Get("/_hub/requests")).Body!.AsArray().Count;
        await As("ada").Get("/repos/acme/shop/labels");

        Assert.Equal(
            "/repos/acme/shop/labels",
            (string?)Assert.Single((await Nobody().Get($"/_hub/requests?since={seen}")).Body!.AsArray())!["path"]
        );
    }

    [Fact]
    public async Task A_script_adds_people_agents_forks_and_rules()
    {
        var script = Nobody();
        var agent = await script.Post(
            "/_hub/users",
            new
            {
                login = "copilot-swe-agent[bot]",
                type = "Bot",
                repository = "acme/shop",
                role = "write",
            }
        );
        Assert.Equal(HttpStatusCode.Created, agent.Status);
        Assert.Equal(HttpStatusCode.OK, (await Client((string)agent.Body!["token"]!).Get("/user")).Status);
        Assert.Equal(
            HttpStatusCode.Created,
            (
                await script.Post(
                    "/_hub/repos",
                    new
                    {
                        owner = "eve",
                        name = "shop",
                        fork_of = "acme/shop",
                    }
                )
            ).Status
        );
        var pull = await script.Post(
            $"{Repo}/pulls",
            new
            {
                @as = "eve",
                title = "From outside",
                head = "mine",
                head_repository = "eve/shop",
                files = new Dictionary<string, string> { ["x"] = "x\n" },
            }
        );
        Assert.Equal("eve:mine", (string?)pull.Body!["head"]!["label"]);
        var rules = await script.Post(
            $"{Repo}/rulesets",
            new
            {
                name = "main",
                rules = new object[]
                {
                    new { type = "required_status_checks", checks = new[] { "ci" } },
                    new { type = "pull_request", approvals = 1 },
                },
                bypass = new[] { new { type = "Integration", id = Hub.App.Id } },
            }
        );
        Assert.Equal(HttpStatusCode.Created, rules.Status);
        var refused = await script.Post(
            $"{Repo}/commits",
            new
            {
                @as = "ada",
                branch = "main",
                files = new Dictionary<string, string> { ["x"] = "y\n" },
            }
        );
        Assert.Equal((HttpStatusCode)422, refused.Status);
        Assert.Contains("Required status check \"ci\" is expected.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_fork_of_one_owner_is_refused_whatever_it_is_to_be_called()
    {
        var script = Nobody();
        Assert.Equal(
            HttpStatusCode.Created,
            (
                await script.Post(
                    "/_hub/repos",
                    new
                    {
                        owner = "eve",
                        name = "shop",
                        fork_of = "acme/shop",
                    }
                )
            ).Status
        );

        var again = await script.Post(
            "/_hub/repos",
            new
            {
                owner = "eve",
                name = "other",
                fork_of = "acme/shop",
            }
        );
        var unnamed = await script.Post(
            "/_hub/repos",
            new
            {
                owner = "dan",
                name = "other",
                fork_of = "shop",
            }
        );

        Assert.Equal("There is such a repository already.", again.Message);
        Assert.Equal("There is no repository \"shop\".", unnamed.Message);
    }

    [Theory]
    [InlineData("acme/none", "write", "There is no repository \"acme/none\".")]
    [InlineData("shop", "write", "There is no repository \"shop\".")]
    [InlineData("acme/shop", "7", "\"role\" is one of read, triage, write, maintain, admin.")]
    public async Task Whoever_cannot_be_added_as_it_is_said_is_not_added_at_all(string repository, string role, string says)
    {
        var refused = await Nobody()
            .Post(
                "/_hub/users",
                new
                {
                    login = "fay",
                    repository,
                    role,
                }
            );
        var added = await Nobody()
            .Post(
                "/_hub/users",
                new
                {
                    login = "fay",
                    repository = "acme/shop",
                    role = "Triage",
                }
            );

        Assert.Equal((says, HttpStatusCode.Created), (refused.Message, added.Status));
        Assert.Equal(Model.Role.Triage, World.Do(() => Hub.Shop.Collaborators["fay"]));
    }

    [Fact]
    public async Task The_request_log_tells_who_asked_for_what()
    {
        var bot = await Bot();
        await bot.Get(Shop);
        await bot.Put($"{Shop}/pulls/7/merge", new { });
        var log = (await Nobody().Get("/_hub/requests")).Body!.AsArray();
        Assert.Equal(
            ["POST 201 app:sluice", "GET 200 sluice[bot]", "PUT 404 sluice[bot]"],
            log.Select(r => $"{(string?)r!["method"]} {(int)r["status"]!} {(string?)r["who"]}")
        );
        Assert.Equal(("/repos/{owner}/{repo}/pulls/{number}/merge", true), ((string?)log[2]!["operation"], (bool)log[2]!["content"]!));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_a_reason()
    {
        var script = Nobody();
        Assert.Equal(
            "There is no account \"zoe\".",
            (
                await script.Post(
                    $"{Repo}/pulls",
                    new
                    {
                        @as = "zoe",
                        title = "x",
                        head = "y",
                    }
                )
            ).Message
        );
        Assert.Equal(
            "No rule has the type \"dance\".",
            (await script.Post($"{Repo}/rulesets", new { rules = new[] { new { type = "dance" } } })).Message
        );
        Assert.Equal((HttpStatusCode)422, (await script.Post("/_hub/users", new { login = "ada" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await script.Get("/_hub/nothing")).Status);
    }
}
