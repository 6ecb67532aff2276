using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.GraphQL;

/// <summary>GitHub's own merge queue, as its API and its webhooks tell of it.</summary>
public sealed class MergeQueueTests : HubTest
{
    private const string Queue = """
        query Queue($number: Int!) {
          repository(owner: "acme", name: "shop") {
            mergeQueue(branch: "main") { entries(first: 10) { nodes { position state headCommit { oid } pullRequest { number } } } }
            pullRequest(number: $number) {
              id state isInMergeQueue mergeCommit { oid }
              timelineItems(last: 1, itemTypes: [REMOVED_FROM_MERGE_QUEUE_EVENT]) { nodes { ... on RemovedFromMergeQueueEvent { reason createdAt } } }
            }
          }
        }
        """;

    [Fact]
    public async Task What_is_green_on_its_group_lands_as_the_very_commit_that_was_tested()
    {
        Guard();
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        await Report(pull.HeadSha, "success");
        Assert.Null((await Enqueue(pull))["errors"]);

        var seen = await Until(
            () => See(pull),
            answer => (string?)answer["mergeQueue"]!["entries"]!["nodes"]![0]!["state"] == "AWAITING_CHECKS"
        );
        var group = (string)seen["mergeQueue"]!["entries"]!["nodes"]![0]!["headCommit"]!["oid"]!;
        Assert.Equal(group, Tip($"gh-readonly-queue/main/pr-{pull.Number}-{Tip()}"));
        await Report(group, "success");

        var landed = await Until(() => See(pull), answer => (string?)answer["pullRequest"]!["state"] == "MERGED");
        Assert.Equal((group, group), ((string?)landed["pullRequest"]!["mergeCommit"]!["oid"], Tip()));
        Assert.Empty(landed["mergeQueue"]!["entries"]!["nodes"]!.AsArray());
    }

    [Fact]
    public async Task What_fails_on_its_group_leaves_and_who_stood_on_it_is_tested_anew()
    {
        Guard();
        var (bad, good) = (Open("pears", "src/price.txt", "pear 1\n"), Open("plums", "src/stock.txt", "plum 1\n"));
        await Report(bad.HeadSha, "success");
        await Report(good.HeadSha, "success");
        await Enqueue(bad);
        await Enqueue(good);
        var before = await Until(
            () => See(good),
            answer => answer["mergeQueue"]!["entries"]!["nodes"]!.AsArray().All(entry => (string?)entry!["state"] == "AWAITING_CHECKS")
        );
        var groups = before["mergeQueue"]!["entries"]!["nodes"]!.AsArray().Select(entry => (string)entry!["headCommit"]!["oid"]!).ToArray();
        await Report(groups[0], "failure");

        var after = await Until(() => See(bad), answer => (bool?)answer["pullRequest"]!["isInMergeQueue"] == false);
        Assert.Equal("CI_FAILURE", (string?)after["pullRequest"]!["timelineItems"]!["nodes"]![0]!["reason"]);
        var rest = await Until(
            () => See(good),
            answer => (string?)answer["mergeQueue"]!["entries"]!["nodes"]![0]!["headCommit"]?["oid"] is { } group && group != groups[1]
        );
        Assert.Equal(
            (1, good.Number),
            (
                (int)rest["mergeQueue"]!["entries"]!["nodes"]![0]!["position"]!,
                (int)rest["mergeQueue"]!["entries"]!["nodes"]![0]!["pullRequest"]!["number"]!
            )
        );
        Assert.Contains(Delivered, delivery => delivery is { Event: "pull_request", Action: "dequeued" });
    }

    [Fact]
    public async Task Whose_head_is_not_green_or_has_moved_is_not_taken()
    {
        Guard();
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        Assert.Contains("is expected", (string?)(await Enqueue(pull))["errors"]![0]!["message"], StringComparison.Ordinal);
        await Report(pull.HeadSha, "success");
        Assert.Contains(
            "modified",
            (string?)(await Enqueue(pull, new string('a', 40)))["errors"]![0]!["message"],
            StringComparison.Ordinal
        );
        Assert.Null((await Enqueue(pull))["errors"]);
        Assert.Contains("already", (string?)(await Enqueue(pull))["errors"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_aimed_at_another_branch_leaves_it_and_its_group_goes()
    {
        Guard();
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        await Report(pull.HeadSha, "success");
        await Enqueue(pull);
        await Until(() => See(pull), answer => (string?)answer["mergeQueue"]!["entries"]!["nodes"]![0]!["state"] == "AWAITING_CHECKS");
        var ada = new Caller.User(World.Accounts["ada"]);
        World.Do(() =>
        {
            World.Refs.CommitTo(ada, Hub.Shop, "next", "Begin", [KeyValuePair.Create("next.txt", (string?)"next\n")]).OrThrow();
            return World.Pulls.Edit(ada, pull, new PullEdit(Base: "next")).OrThrow();
        });

        var after = await Until(() => See(pull), answer => (bool?)answer["pullRequest"]!["isInMergeQueue"] == false);
        Assert.Empty(after["mergeQueue"]!["entries"]!["nodes"]!.AsArray());
        Assert.DoesNotContain(Hub.Shop.Branches, branch => branch.Key.StartsWith("gh-readonly-queue/", StringComparison.Ordinal));
    }

    private void Guard() =>
        World.Do(() =>
            World.Rules.Add(
                Hub.Shop,
                "queue",
                World.Accounts["ada"],
                new Rule.StatusChecks([new RequiredCheck("ci")]),
                new Rule.MergeQueue()
            )
        );

    private Task<Said> Report(string sha, string state) => As("ada").Post($"{Shop}/statuses/{sha}", new { state, context = "ci" });

    private async Task<JsonNode> Enqueue(Pull pull, string? head = null)
    {
        var id = (string)(await See(pull))["pullRequest"]!["id"]!;
        return await Ask(
            "mutation Put($input: EnqueuePullRequestInput!) { enqueuePullRequest(input: $input) { mergeQueueEntry { id } } }",
            new { input = new { pullRequestId = id, expectedHeadOid = head ?? pull.HeadSha } }
        );
    }

    private async Task<JsonNode> See(Pull pull) => (await Ask(Queue, new { number = pull.Number }))["data"]!["repository"]!;

    private async Task<JsonNode> Ask(string query, object variables) => (await As("ada").Post("/graphql", new { query, variables })).Body!;
}
