using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;
using static Sluice.Bot.Tests.Webhooks.Reader;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class FactReaderTests
{
    [Fact]
    public void The_real_payloads_are_all_there() => Assert.Equal(329, Payloads.All.Count);

    [Fact]
    public void Every_real_payload_of_our_kinds_tells_what_it_is_about()
    {
        var counts = Payloads
            .All.SelectMany(payload => Read(payload.Kind, payload.Body).Facts.Select(fact => (payload.Kind, Fact: fact.GetType().Name)))
            .GroupBy(told => told)
            .OrderBy(group => group.Key.Kind, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Fact, StringComparer.Ordinal)
            .Select(group => $"{group.Key.Kind}: {group.Count()} {group.Key.Fact}");

        Assert.Equal(
            """
            check_run: 9 CheckFact
            deployment: 4 DeploymentFact
            deployment_status: 4 DeploymentFact
            installation: 2 RepositoryFact
            installation_repositories: 1 RepositoryFact
            pull_request: 4 LabelFact
            pull_request: 29 PullFact
            pull_request_review: 4 ReviewFact
            push: 2 BranchFact
            repository: 3 RepositoryFact
            status: 4 CheckFact
            status: 3 SignatureFact
            """,
            string.Join('\n', counts)
        );
    }

    [Fact]
    public void Whatever_became_of_a_pull_in_the_second_of_its_opening_is_newer_than_that()
    {
        string[] actions = ["opened", "edited", "closed"];
        var stamps = actions.Select(Stamp).ToList();

        Assert.Equal(stamps.Distinct().Order(), stamps);
    }

    [Fact]
    public void An_opened_pull_is_read_whole()
    {
        var body = Payloads.Of("pull_request", "opened").First();
        var pull = Assert.IsType<PullFact>(Assert.Single(Read("pull_request", body).Facts)).Pull;

        Assert.Equal(
            (2, "Update the README with new information.", "changes", "master"),
            (pull.Number, pull.Title, pull.HeadRef, pull.Base)
        );
        Assert.Equal(new Actor(21031067, "Codertocat"), pull.Author);
        Assert.Equal(new Sha("ec26c3e57ca3a959ca5aad62de7213c562f8c821"), pull.Head);
        Assert.Equal((true, false, false, null), (pull.Open, pull.Draft, pull.Merged, pull.MergeCommit));
        Assert.False(pull.IsFork(body.GetProperty("repository").GetProperty("id").GetInt64()));
    }

    [Fact]
    public void A_label_names_who_put_it_on()
    {
        var label = Read("pull_request", Payloads.Of("pull_request", "labeled").First()).Facts.OfType<LabelFact>().Single();
        var off = Read("pull_request", Payloads.Of("pull_request", "unlabeled").First()).Facts.OfType<LabelFact>().Single();

        Assert.True(label.Event.On);
        Assert.Equal("Codertocat", label.Event.By.Login);
        Assert.False(off.Event.On);
    }

    [Fact]
    public void A_deleted_fork_and_a_deleted_account_are_no_fault()
    {
        var body = Json(
            """
            {"action":"closed","repository":{"id":1},"pull_request":{"number":3,"state":"closed","user":null,"labels":null,"merged_at":null,
             "head":{"ref":"x","sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","repo":null},"base":{"ref":"main"},"updated_at":"2026-11-20T12:00:00Z"}}
            """
        );
        var pull = Assert.IsType<PullFact>(Assert.Single(Read("pull_request", body).Facts)).Pull;

        Assert.Equal("ghost", pull.Author.Login);
        Assert.Null(pull.HeadRepo);
        Assert.True(pull.IsFork(1));
    }

    [Theory]
    [InlineData("true", "dan", false)]
    [InlineData("true", "web-flow", true)]
    [InlineData("false", "dan", null)]
    public void A_status_tells_whose_verified_key_signed_its_commit(string verified, string committer, bool? byGitHub)
    {
        var body = Json(
            $$$"""
            {"repository":{"id":1},"sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","context":"ci/x","state":"error","updated_at":"2026-11-20T12:00:00Z","branches":[],
             "commit":{"sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","committer":{"id":4,"login":"{{{committer}}}","type":"User"},
             "commit":{"committer":{"date":"2026-11-20T11:00:00Z"},"verification":{"verified":{{{verified}}},"reason":"valid"} } } }
            """
        );
        var told = Read("status", body).Facts.OfType<SignatureFact>().SingleOrDefault();

        Assert.Equal(byGitHub is { } expected ? new Signed(new Actor(4, committer), expected) : null, told?.Signed);
    }

    [Fact]
    public void A_status_on_a_candidate_concerns_its_lane()
    {
        var body = Json(
            """
            {"repository":{"id":1},"sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","context":"ci/x","state":"error","updated_at":"2026-11-20T12:00:00Z",
             "branches":[{"name":"topic"},{"name":"sluice/queue/release/2.x/ab12"}]}
            """
        );
        var fact = Assert.IsType<CheckFact>(Assert.Single(Read("status", body).Facts));

        Assert.Equal(CheckState.Failure, fact.Check.State);
        Assert.Null(fact.Check.App);
        Assert.Equal([new LaneSubject(1, "release/2.x")], fact.Concerns());
    }

    [Fact]
    public void A_finished_check_is_newer_than_the_same_check_running_in_that_second()
    {
        var running = Check("in_progress", null);
        var done = Check("completed", "success");

        Assert.True(done.Stamp > running.Stamp);
        Assert.Equal(77, done.Check.Run);
        Assert.Equal("digest", done.Check.ExternalId);
    }

    [Fact]
    public void A_pushed_branch_stands_at_its_new_commit_and_a_deleted_one_nowhere()
    {
        var pushed = Read(
            "push",
            Payloads
                .Of("push")
                .First(push =>
                    !push.GetProperty("deleted").GetBoolean()
                    && push.GetProperty("ref").GetString()!.StartsWith("refs/heads/", StringComparison.Ordinal)
                )
        );
        var deleted = Read(
            "push",
            Json(
                """{"repository":{"id":1,"pushed_at":1763640000},"ref":"refs/heads/a/b","deleted":true,"after":"0000000000000000000000000000000000000000"}"""
            )
        );

        Assert.NotNull(Assert.IsType<BranchFact>(Assert.Single(pushed.Facts)).Sha);
        Assert.Equal(
            new BranchFact(1, Stamps.Of(DateTimeOffset.FromUnixTimeSeconds(1763640000).AddMilliseconds(999)), "a/b", null),
            Assert.Single(deleted.Facts)
        );
    }

    [Theory]
    [InlineData(
        """{"sluice":{"id":"c1","stage":"canary","weight":5,"pulls":[3,4],"previous_sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821"}}"""
    )]
    [InlineData(
        """
            "{\"sluice\":{\"id\":\"c1\",\"stage\":\"canary\",\"weight\":5,\"pulls\":[3,4],\"previous_sha\":\"ec26c3e57ca3a959ca5aad62de7213c562f8c821\"}}"
            """
    )]
    public void Our_deployment_payload_is_read_as_object_and_as_text(string payload)
    {
        var body = Json(
            $$$"""
            {"repository":{"id":1},"deployment":{"id":9,"sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","environment":"canary","created_at":"2026-11-20T12:00:00Z","payload":{{{payload}}} },
             "deployment_status":{"state":"success","created_at":"2026-11-20T12:01:00Z"}}
            """
        );
        var deployment = Assert.IsType<DeploymentFact>(Assert.Single(Read("deployment_status", body).Facts)).Deployment;

        Assert.Equal(DeploymentState.Success, deployment.State);
        Assert.Equal(
            new DeploymentPayload("c1", "canary", 5, [3, 4], new Sha("ec26c3e57ca3a959ca5aad62de7213c562f8c821")),
            deployment.Payload
        );
    }

    [Fact]
    public void An_installation_makes_GitHub_be_asked_and_a_removed_one_loses_its_repositories()
    {
        Assert.True(Read("installation", Payloads.Of("installation", "created").First()).Reach);
        Assert.True(Read("installation_repositories", Payloads.Of("installation_repositories", "added").First()).Reach);
        Assert.All(Read("installation", Payloads.Of("installation", "deleted").First()).Facts, fact => Assert.False(fact.IsAlive));
    }

    [Fact]
    public void Whatever_is_null_or_of_another_kind_is_no_fault()
    {
        var dice = new Dice(20261120);
        foreach (var (kind, body) in Payloads.All.Where(payload => Read(payload.Kind, payload.Body).Facts.Count > 0))
        {
            for (var turn = 0; turn < 30; turn++)
            {
                var broken = JsonNode.Parse(body.GetRawText())!;
                Break(broken, dice);
                using var json = JsonDocument.Parse(broken.ToJsonString());
                Assert.NotNull(Read(kind, json.RootElement));
            }
        }
    }

    private static void Break(JsonNode node, Dice dice)
    {
        JsonNode? wrong = dice.Below(4) switch
        {
            0 => null,
            1 => JsonValue.Create(-1.5),
            2 => JsonValue.Create("\0"),
            _ => new JsonArray(1, null),
        };
        if (node is JsonObject { Count: > 0 } parent)
        {
            var name = parent.ElementAt(dice.Below(parent.Count)).Key;
            if (parent[name] is { } child and (JsonObject or JsonArray) && dice.Below(3) > 0)
            {
                Break(child, dice);
            }
            else
            {
                parent[name] = wrong;
            }
        }
        else if (node is JsonArray { Count: > 0 } list)
        {
            list[dice.Below(list.Count)] = wrong;
        }
    }

    private static long Stamp(string action)
    {
        var state = action == "closed" ? "closed" : "open";
        var body = Json(
            $$$"""
            {"action":"{{{action}}}","repository":{"id":1},"pull_request":{"number":3,"state":"{{{state}}}",
             "head":{"sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821"},"base":{"ref":"main"},"updated_at":"2026-11-20T12:00:00Z"}}
            """
        );
        return Assert.Single(Read("pull_request", body).Facts.OfType<PullFact>()).Stamp;
    }

    private static CheckFact Check(string status, string? conclusion)
    {
        var ended = conclusion is null ? "null" : $"\"{conclusion}\"";
        var body = Json(
            $$$"""
            {"repository":{"id":1},"check_run":{"id":5,"name":"ci","head_sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","app":{"id":15368},"status":"{{{status}}}",
             "conclusion":{{{ended}}},"external_id":"digest","started_at":"2026-11-20T12:00:00Z","completed_at":null,
             "details_url":"https://github.com/acme/shop/actions/runs/77/job/5"}}
            """
        );
        return Assert.IsType<CheckFact>(Assert.Single(Read("check_run", body).Facts));
    }
}
