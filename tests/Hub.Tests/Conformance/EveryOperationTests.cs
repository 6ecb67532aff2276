using System.Net;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Conformance;

/// <summary>
/// Every operation that Hub offers is asked once with success; the client of the tests holds each answer against GitHub's
/// description. A new operation fails here until the tour calls on it.
/// </summary>
public sealed class EveryOperationTests : HubTest
{
    // No REST operation of GitHub's, or another spelling of one.
    private static readonly string[] NotDescribed =
    [
        "POST /graphql",
        "GET /repos/{owner}/{repo}/contents",
        "GET /repos/{owner}/{repo}/contents/",
        "GET /repos/{owner}/{repo}/git/refs/{ref*}",
    ];

    private Api _bot = null!;
    private Api _ada = null!;

    [Fact]
    public void Every_operation_is_one_of_GitHubs() =>
        Assert.DoesNotContain(Hub.Operations.Except(NotDescribed), o => !RestDescription.Instance.Knows(o));

    [Fact]
    public async Task Every_operation_answers_as_GitHub_describes_it()
    {
        (_bot, _ada) = (await Bot(), As("ada"));
        await Accounts();
        await GitData();
        await Branches();
        var pull = Open("topic", "a", "b");
        await Pulls(pull);
        await Conversation(pull);
        await Checks();
        await Deployments();
        await Runs();
        await Landing(pull);
        await Apps();
        var asked = Hub
            .Requests.Entries.Where(e => e.Status is >= 200 and < 300)
            .Select(e => $"{e.Method} {e.Operation}")
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Hub.Operations.Except(NotDescribed).Except(asked));
    }

    private async Task Accounts()
    {
        await Ok(_ada, "/user");
        await Ok(_bot, "/users/ada");
        await Ok(_bot, "/rate_limit");
        await Ok(_bot, Shop);
        await Ok(_bot, $"{Shop}/collaborators/ada");
        await Ok(_bot, $"{Shop}/collaborators/ada/permission");
        await Ok(_bot, "/installation/repositories");
        World.Do(() => Hub.Shop.Owner.Teams["payments"] = ["ben"]);
        await Ok(_ada, "/orgs/acme/teams/payments/memberships/ben");
    }

    private async Task GitData()
    {
        var blob = await Made(_bot, $"{Shop}/git/blobs", new { content = "x\n", encoding = "utf-8" });
        await Ok(_bot, $"{Shop}/git/blobs/{Sha(blob)}");
        var entries = new[]
        {
            new
            {
                path = "new.txt",
                mode = "100644",
                type = "blob",
                sha = Sha(blob),
            },
        };
        var tree = await Made(_bot, $"{Shop}/git/trees", new { base_tree = Tip(), tree = entries });
        await Ok(_bot, $"{Shop}/git/trees/{Sha(tree)}?recursive=1");
        var commit = await Made(
            _bot,
            $"{Shop}/git/commits",
            new
            {
                message = "New",
                tree = Sha(tree),
                parents = new[] { Tip() },
            }
        );
        await Ok(_bot, $"{Shop}/git/commits/{Sha(commit)}");
        await Made(_bot, $"{Shop}/git/refs", new { @ref = "refs/heads/new", sha = Tip() });
        Assert.Equal(HttpStatusCode.OK, (await _bot.Patch($"{Shop}/git/refs/heads/new", new { sha = Sha(commit) })).Status);
        await Ok(_bot, $"{Shop}/git/ref/heads/new");
        await Ok(_bot, $"{Shop}/git/matching-refs/heads/");
        await Ok(_bot, $"{Shop}/commits");
        await Ok(_bot, $"{Shop}/commits/new");
        await Ok(_bot, $"{Shop}/compare/main...new");
        await Ok(_bot, $"{Shop}/contents");
        await Ok(_bot, $"{Shop}/contents/src");
        var file = await _bot.Put(
            $"{Shop}/contents/docs/a.md",
            new
            {
                message = "Add",
                content = "YQ==",
                branch = "new",
            }
        );
        Assert.Equal(HttpStatusCode.Created, file.Status);
        var sha = (string)file.Body!["content"]!["sha"]!;
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await _bot.Send(
                    "DELETE",
                    $"{Shop}/contents/docs/a.md",
                    new
                    {
                        message = "Remove",
                        sha,
                        branch = "new",
                    }
                )
            ).Status
        );
        Assert.Equal(HttpStatusCode.NoContent, (await _bot.Delete($"{Shop}/git/refs/heads/new")).Status);
    }

    private async Task Branches()
    {
        await Ok(_bot, $"{Shop}/branches");
        await Ok(_bot, $"{Shop}/branches/main");
        var ruleset = World.Do(() =>
        {
            World.Rules.Protect(
                Hub.Shop,
                "release",
                new Protection { Checks = [new RequiredCheck("ci")], Approvals = 1 },
                World.Accounts["ada"]
            );
            return World.Rules.Add(
                Hub.Shop,
                "main",
                World.Accounts["ada"],
                new Rule.StatusChecks([new RequiredCheck("none")]),
                new Rule.NonFastForward()
            );
        });
        await Ok(_bot, $"{Shop}/rulesets");
        await Ok(_bot, $"{Shop}/rulesets/{ruleset.Id}");
        await Ok(_bot, $"{Shop}/rules/branches/main");
        await Ok(_ada, $"{Shop}/branches/release/protection");
        await Ok(_ada, $"{Shop}/branches/release/protection/required_status_checks");
        var made = await _ada.Post(
            $"{Shop}/rulesets",
            new
            {
                name = "two",
                target = "branch",
                enforcement = "active",
                conditions = new { ref_name = new { include = new[] { "refs/heads/other" }, exclude = Array.Empty<string>() } },
                rules = new[] { new { type = "update" } },
                bypass_actors = new[]
                {
                    new
                    {
                        actor_id = Hub.App.Id,
                        actor_type = "Integration",
                        bypass_mode = "always",
                    },
                },
            }
        );
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var changed = await _ada.Put(
            $"{Shop}/rulesets/{(long)made.Body!["id"]!}",
            new { name = "three", bypass_actors = Array.Empty<object>() }
        );
        Assert.Equal(
            (HttpStatusCode.OK, "three", 0),
            (changed.Status, (string)changed.Body!["name"]!, changed.Body["bypass_actors"]!.AsArray().Count)
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await _bot.Put($"{Shop}/rulesets/{ruleset.Id}", new { name = "mine" })).Status);
        World.Do(() =>
        {
            Hub.Shop.Rulesets.Clear();
            return true;
        });
    }

    private async Task Pulls(Pull pull)
    {
        var one = $"{Shop}/pulls/{pull.Number}";
        Push("second", "c", "d");
        await Made(
            _bot,
            $"{Shop}/pulls",
            new
            {
                title = "Second",
                head = "second",
                @base = "main",
                body = "Why.",
            }
        );
        await Ok(_bot, $"{Shop}/pulls?state=all");
        await Ok(_bot, one);
        await Ok(_bot, $"{one}/commits");
        await Ok(_bot, $"{one}/files");
        await Ok(_bot, $"{Shop}/commits/{pull.HeadSha}/pulls");
        Assert.Equal(HttpStatusCode.OK, (await _bot.Patch(one, new { title = "Other" })).Status);
        var review = (await As("ben").Post($"{one}/reviews", new { @event = "APPROVE", body = "Good." })).Body!;
        await Ok(_bot, $"{one}/reviews");
        await Ok(_bot, $"{one}/reviews/{Id(review)}");
        Assert.Equal(HttpStatusCode.OK, (await _ada.Put($"{one}/reviews/{Id(review)}/dismissals", new { message = "Look again." })).Status);
        await Ok(_bot, $"{Shop}/issues/{pull.Number}");
    }

    private async Task Conversation(Pull pull)
    {
        var opened = await Made(_bot, $"{Shop}/issues", new { title = "The breaker is open", body = "It says the way out." });
        await Ok(_bot, $"{Shop}/issues");
        Assert.Equal(HttpStatusCode.OK, (await _bot.Patch($"{Shop}/issues/{(int)opened["number"]!}", new { state = "closed" })).Status);
        await Ok(_bot, $"{Shop}/issues/{(int)opened["number"]!}");
        var issue = $"{Shop}/issues/{pull.Number}";
        var comment = await Made(_bot, $"{issue}/comments", new { body = "One." });
        var one = $"{Shop}/issues/comments/{Id(comment)}";
        await Ok(_bot, one);
        await Ok(_bot, $"{issue}/comments");
        await Ok(_bot, $"{Shop}/issues/comments");
        Assert.Equal(HttpStatusCode.OK, (await _bot.Patch(one, new { body = "Two." })).Status);
        var reaction = await Made(_bot, $"{one}/reactions", new { content = "rocket" });
        await Ok(_bot, $"{one}/reactions");
        Assert.Equal(HttpStatusCode.NoContent, (await _bot.Delete($"{one}/reactions/{Id(reaction)}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _bot.Delete(one)).Status);
        await Made(_bot, $"{Shop}/labels", new { name = "risk/low" });
        await Ok(_bot, $"{Shop}/labels");
        await Ok(_bot, $"{Shop}/labels/risk%2Flow");
        Assert.Equal(HttpStatusCode.OK, (await _bot.Patch($"{Shop}/labels/risk%2Flow", new { color = "0e8a16" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await _bot.Post($"{issue}/labels", new { labels = new[] { "risk/low", "queue" } })).Status);
        await Ok(_bot, $"{issue}/labels");
        Assert.Equal(HttpStatusCode.OK, (await _bot.Delete($"{issue}/labels/queue")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _bot.Put($"{issue}/labels", new { labels = new[] { "bug" } })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _bot.Delete($"{issue}/labels")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _bot.Delete($"{Shop}/labels/risk%2Flow")).Status);
    }

    private async Task Checks()
    {
        var run = await Made(_bot, $"{Shop}/check-runs", new { name = "sluice", head_sha = Tip() });
        var one = $"{Shop}/check-runs/{Id(run)}";
        var annotations = new[]
        {
            new
            {
                path = "a",
                start_line = 1,
                end_line = 1,
                annotation_level = "warning",
                message = "m",
                title = "t",
            },
        };
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await _bot.Patch(
                    one,
                    new
                    {
                        conclusion = "neutral",
                        output = new
                        {
                            title = "t",
                            summary = "s",
                            annotations,
                        },
                    }
                )
            ).Status
        );
        await Ok(_bot, one);
        await Ok(_bot, $"{one}/annotations");
        await Ok(_bot, $"{Shop}/commits/main/check-runs");
        await Made(_bot, $"{one}/rerequest", new { });
        var suite = (long)run["check_suite"]!["id"]!;
        Assert.Equal(HttpStatusCode.OK, (await _bot.Post($"{Shop}/check-suites", new { head_sha = Tip() })).Status);
        await Ok(_bot, $"{Shop}/check-suites/{suite}");
        await Ok(_bot, $"{Shop}/check-suites/{suite}/check-runs");
        await Ok(_bot, $"{Shop}/commits/main/check-suites");
        await Made(_bot, $"{Shop}/check-suites/{suite}/rerequest", new { });
        await Made(_ada, $"{Shop}/statuses/{Tip()}", new { state = "success", context = "ci" });
        await Ok(_bot, $"{Shop}/commits/main/status");
        await Ok(_bot, $"{Shop}/commits/main/statuses");
    }

    private async Task Deployments()
    {
        var made = await Made(
            _bot,
            $"{Shop}/deployments",
            new
            {
                @ref = "main",
                auto_merge = false,
                required_contexts = Array.Empty<string>(),
            }
        );
        var one = $"{Shop}/deployments/{Id(made)}";
        await Ok(_bot, $"{Shop}/deployments");
        await Ok(_bot, one);
        var status = await Made(_bot, $"{one}/statuses", new { state = "failure" });
        await Ok(_bot, $"{one}/statuses");
        await Ok(_bot, $"{one}/statuses/{Id(status)}");
        Assert.Equal(HttpStatusCode.NoContent, (await _bot.Delete(one)).Status);
    }

    private async Task Runs()
    {
        World.Do(() => World.Actions.Add(Hub.Shop, "CI", "push", ["test"], "ci"));
        Push("ci", "ci.txt", "1");
        var run = World.Do(() => Hub.Shop.WorkflowRuns.Values.Single());
        var one = $"{Shop}/actions/runs/{run.Id}";
        await Ok(_bot, $"{Shop}/actions/runs?branch=ci");
        await Ok(_bot, one);
        await Ok(_bot, $"{one}/jobs");
        Assert.Equal(HttpStatusCode.Accepted, (await _bot.Post($"{one}/cancel", new { })).Status);
        await Made(_bot, $"{one}/rerun-failed-jobs", new { });
        Assert.Equal(HttpStatusCode.Accepted, (await _bot.Post($"{one}/cancel", new { })).Status);
        await Made(_bot, $"{one}/rerun", new { });
        World.Do(() => World.Actions.Add(Hub.Shop, "Deploy", "workflow_dispatch", ["deploy"], ["sha"], []));
        await Ok(_bot, $"{Shop}/actions/workflows");
        await Ok(_bot, $"{Shop}/actions/workflows/deploy.yml");
        await Ok(_bot, $"{Shop}/actions/workflows/deploy.yml/runs");
        var started = await _bot.Post(
            $"{Shop}/actions/workflows/deploy.yml/dispatches",
            new
            {
                @ref = "main",
                inputs = new { sha = Tip() },
                return_run_details = true,
            }
        );
        Assert.Equal(
            (HttpStatusCode.OK, World.Do(() => Hub.Shop.WorkflowRuns.Keys.Last())),
            (started.Status, (long)started.Body!["workflow_run_id"]!)
        );
        await Silent("POST", $"{Shop}/actions/workflows/deploy.yml/dispatches", new { @ref = "main" });
        await Silent("POST", $"{Shop}/dispatches", new { event_type = "sluice-deploy", client_payload = new { weight = 5 } });
        await Silent("PUT", $"{Shop}/actions/workflows/deploy.yml/disable", null);
        await Silent("PUT", $"{Shop}/actions/workflows/deploy.yml/enable", null);
    }

    private async Task Silent(string method, string path, object? body) =>
        Assert.Equal(HttpStatusCode.NoContent, (await _bot.Send(method, path, body)).Status);

    private async Task Landing(Pull pull)
    {
        await Made(_bot, $"{Shop}/merges", new { @base = "main", head = "second" });
        Assert.Equal(HttpStatusCode.Accepted, (await _bot.Put($"{Shop}/pulls/{pull.Number}/update-branch", new { })).Status);
        Assert.Equal(HttpStatusCode.OK, (await _bot.Put($"{Shop}/pulls/{pull.Number}/merge", new { })).Status);
        await Ok(_bot, $"{Shop}/pulls/{pull.Number}/merge");
        var later = Open("later", "later.txt", "x\n");
        var taken = await _bot.Put($"{Shop}/pulls/{later.Number}/merge-async", new { });
        Assert.Equal(HttpStatusCode.Accepted, taken.Status);
        await Ok(_bot, $"{Shop}/pulls/{later.Number}/merge-async/{(string?)taken.Body!["details"]!["uuid"]}");
        var third = Open("third", "t", "t");
        var asked = await _bot.Put($"{Shop}/pulls/{third.Number}/merge-async", new { });
        Assert.Equal(HttpStatusCode.Accepted, taken.Status);
        await Ok(_bot, $"{Shop}/pulls/{third.Number}/merge-async/{(string)asked.Body!["details"]!["uuid"]!}");
    }

    private async Task Apps()
    {
        var app = App();
        await Ok(app, "/app");
        await Ok(app, "/apps/sluice");
        await Ok(app, "/app/installations");
        await Ok(app, $"/app/installations/{Hub.Installation.Id}");
        await Ok(app, $"{Shop}/installation");
        await Ok(app, "/app/hook/config");
        Assert.Equal(HttpStatusCode.OK, (await app.Patch("/app/hook/config", new { secret = "s" })).Status);
        World.Do(() => Hub.Deliveries.Receive(Hub.App, _ => { }));
        Push("heard", "h", "h");
        var deliveries = (JsonArray)(await app.Get("/app/hook/deliveries")).Body!;
        await Ok(app, $"/app/hook/deliveries/{Id(deliveries[0]!)}");
        Assert.Equal(HttpStatusCode.Accepted, (await app.Post($"/app/hook/deliveries/{Id(deliveries[0]!)}/attempts", new { })).Status);
        var code = World.Do(() =>
            World.Registering.Agree(Hub.Shop.Owner, new Manifest("Other", "http://127.0.0.1/", "http://127.0.0.1/setup"))
        );
        await Made(Nobody(), $"/app-manifests/{code}/conversions", new { });
        Assert.Equal(HttpStatusCode.NoContent, (await app.Put($"/app/installations/{Hub.Installation.Id}/suspended", new { })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await app.Delete($"/app/installations/{Hub.Installation.Id}/suspended")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _bot.Delete("/installation/token")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await app.Delete($"/app/installations/{Hub.Installation.Id}")).Status);
    }

    private static async Task Ok(Api api, string path) => Assert.InRange((int)(await api.Get(path)).Status, 200, 204);

    private static async Task<JsonNode> Made(Api api, string path, object body)
    {
        var said = await api.Post(path, body);
        Assert.True(said.Status == HttpStatusCode.Created, $"POST {path}: {said.Status} {said.Message}");
        return said.Body!;
    }

    private static long Id(JsonNode shape) => (long)shape["id"]!;

    private static string Sha(JsonNode shape) => (string)shape["sha"]!;
}
