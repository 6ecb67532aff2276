using System.Net;
using System.Text.Json.Nodes;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.GraphQL;

public sealed class GraphQlTests : HubTest
{
    private const string Page = """
        query Page($owner: String!, $name: String!, $after: String, $size: Int = 50) {
          repository(owner: $owner, name: $name) {
            pullRequests(states: [OPEN], first: $size, after: $after, orderBy: {field: CREATED_AT, direction: ASC}) {
              totalCount
              pageInfo { hasNextPage endCursor }
              nodes {
                number title headRefOid isDraft author { __typename login ... on User { databaseId } }
                labels(first: 20) { nodes { name } }
                latestOpinionatedReviews(first: 20) { nodes { state author { login } commit { oid } } }
                commits(last: 1) { nodes { commit { oid statusCheckRollup { state contexts(first: 100) { nodes { ...Said } } } } } }
                timelineItems(last: 50, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) {
                  nodes { __typename ... on LabeledEvent { createdAt actor { login } label { name } } }
                }
              }
            }
          }
        }
        fragment Said on StatusCheckRollupContext {
          __typename
          ... on CheckRun { name status conclusion checkSuite { app { databaseId } } isRequired }
          ... on StatusContext { context state }
        }
        """;

    [Theory]
    [InlineData("{ a ", "nested more than 200 deep")]
    [InlineData("{ a(b: [", "nested more than 200 deep")]
    [InlineData("{ a(b: {c: ", "nested more than 200 deep")]
    [InlineData("query ($a: [", "nested more than 200 deep")]
    public async Task A_document_that_is_nested_without_end_is_a_fault_of_the_documents(string part, string says)
    {
        var at = part.LastIndexOfAny(['{', '[']);
        var query = part + string.Concat(Enumerable.Repeat(part[at..], 100_000));
        var said = await As("ada").Post("/graphql", new { query });

        Assert.Contains(says, (string?)said.Body!["errors"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fragments_that_spread_each_other_without_end_are_a_fault_of_the_documents()
    {
        var deep = string.Concat(Enumerable.Range(0, 20_000).Select(at => $"fragment F{at} on Query {{ ...F{at + 1} }} "));
        var wide = string.Concat(Enumerable.Range(0, 60).Select(at => $"fragment F{at} on Query {{ ...F{at + 1} ...F{at + 1} }} "));

        Assert.Contains(
            "Fragments are nested more than 200 deep",
            await Fault($"{{ ...F0 }} {deep} fragment F20000 on Query {{ __typename }}"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "The query asks for more than 100000 fields",
            await Fault($"{{ ...F0 }} {wide} fragment F60 on Query {{ __typename }}"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{ node(id: \"\\uzzzz\") { id } }", "four hexadecimal digits")]
    [InlineData("{ node(id: \"\\u12", "four hexadecimal digits")]
    [InlineData(
        "{ repository(owner: \"acme\", name: \"shop\") { pullRequest(number: 4294967297) { id } } }",
        "with the number of 4294967297"
    )]
    public async Task What_stands_in_no_document_and_what_is_not_there_is_told(string query, string says)
    {
        Open("pears", "pears.txt", "4\n");

        Assert.Contains(says, await Fault(query), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_the_last_of_all_cursors_there_is_nothing()
    {
        var cursor = Convert.ToBase64String("cursor:2147483647"u8);
        var said = await As("ada")
            .Post(
                "/graphql",
                new
                {
                    query = $"{{ repository(owner: \"acme\", name: \"shop\") {{ pullRequests(first: 1, after: \"{cursor}\") {{ nodes {{ id }} }} }} }}",
                }
            );

        Assert.Equal("[]", said.Body!["data"]!["repository"]!["pullRequests"]!["nodes"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{ repository(owner: \"acme\", owner: \"acme\", name: \"shop\") { id } }")]
    [InlineData("{ repository(owner: {a: 1, a: 2}, name: \"shop\") { id } }")]
    public async Task What_is_given_twice_is_a_fault_of_the_documents(string query)
    {
        var said = await As("ada").Post("/graphql", new { query });

        Assert.Contains("There can be only one argument named", (string?)said.Body!["errors"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_query_reads_a_page_of_pulls_with_checks_reviews_labels_and_who_put_them_on()
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        Open("plums", "src/stock.txt", "plum 1\n");
        await As("ben").Post($"{Shop}/pulls/{pull.Number}/reviews", new { @event = "APPROVE" });
        await As("ada").Post($"{Shop}/issues/{pull.Number}/labels", new { labels = new[] { "queue" } });
        var bot = await Bot();
        await bot.Post(
            $"{Shop}/check-runs",
            new
            {
                name = "ci",
                head_sha = pull.HeadSha,
                status = "completed",
                conclusion = "failure",
            }
        );
        await As("ada").Post($"{Shop}/statuses/{pull.HeadSha}", new { state = "success", context = "lint" });
        var answer = await Ask(
            bot,
            Page,
            new
            {
                owner = "acme",
                name = "shop",
                size = 1,
            }
        );
        Assert.Null(answer["errors"]);
        var connection = answer["data"]!["repository"]!["pullRequests"]!;
        Assert.Equal((2, true), ((int)connection["totalCount"]!, (bool)connection["pageInfo"]!["hasNextPage"]!));
        var first = Assert.Single(connection["nodes"]!.AsArray())!;
        Assert.Equal(("User", "cleo"), ((string?)first["author"]!["__typename"], (string?)first["author"]!["login"]));
        Assert.Equal("queue", (string?)first["labels"]!["nodes"]![0]!["name"]);
        Assert.Equal(
            ("APPROVED", pull.HeadSha),
            (
                (string?)first["latestOpinionatedReviews"]!["nodes"]![0]!["state"],
                (string?)first["latestOpinionatedReviews"]!["nodes"]![0]!["commit"]!["oid"]
            )
        );
        var rollup = first["commits"]!["nodes"]![0]!["commit"]!["statusCheckRollup"]!;
        Assert.Equal("FAILURE", (string?)rollup["state"]);
        Assert.Equal(["CheckRun", "StatusContext"], rollup["contexts"]!["nodes"]!.AsArray().Select(n => (string?)n!["__typename"]));
        Assert.Equal("ada", (string?)first["timelineItems"]!["nodes"]![0]!["actor"]!["login"]);
        var second = await Ask(
            bot,
            Page,
            new
            {
                owner = "acme",
                name = "shop",
                after = (string?)connection["pageInfo"]!["endCursor"],
            }
        );
        Assert.Equal("plums", (string?)Assert.Single(second["data"]!["repository"]!["pullRequests"]!["nodes"]!.AsArray())!["title"]);
    }

    [Fact]
    public async Task A_ref_that_UpdateRefs_is_to_move_twice_stays_where_it_is()
    {
        var bot = await Bot();
        var (main, next) = (Tip(), Push("next", "a.txt", "a\n"));
        var id = (string)(await bot.Get(Shop)).Body!["node_id"]!;

        var twice = await Move(bot, id, ("refs/heads/main", main, next), ("refs/heads/main", main, next));

        Assert.Equal(("UNPROCESSABLE", main), ((string?)twice["errors"]![0]!["type"], Tip()));
    }

    [Fact]
    public async Task UpdateRefs_moves_all_refs_or_none_and_compares_what_was_there()
    {
        var bot = await Bot();
        var (main, next) = (Tip(), Push("next", "a.txt", "a\n"));
        var id = (string)(await bot.Get(Shop)).Body!["node_id"]!;
        var stale = await Move(bot, id, ("refs/heads/main", main, next), ("refs/heads/other", next, main));
        Assert.Equal("STALE_DATA", (string?)stale["errors"]![0]!["type"]);
        Assert.Equal(main, Tip());
        var done = await Move(
            bot,
            id,
            ("refs/heads/main", main, next),
            ("refs/heads/other", Zero.Sha, main),
            ("refs/heads/next", next, Zero.Sha)
        );
        Assert.Null(done["errors"]);
        Assert.Equal((next, main, null), (Tip(), Tip("other"), World.Do(() => Hub.Shop.Branch("next"))));
        var again = await Move(bot, id, ("refs/heads/other", Zero.Sha, next));
        Assert.NotNull(again["errors"]);
    }

    [Fact]
    public async Task A_merged_pull_is_reverted_by_a_new_one_with_the_inverse_tree()
    {
        var before = World.Do(() => Hub.Shop.Git.Commit(Tip())!.Tree);
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        var bot = await Bot();
        await bot.Put($"{Shop}/pulls/{pull.Number}/merge", new { merge_method = "squash" });
        var answer = await Ask(
            bot,
            "mutation($id: ID!) { revertPullRequest(input: {pullRequestId: $id, clientMutationId: \"x\"}) { clientMutationId revertPullRequest { number title headRefName } } }",
            new { id = (string)(await bot.Get($"{Shop}/pulls/{pull.Number}")).Body!["node_id"]! }
        );
        var revert = answer["data"]!["revertPullRequest"]!["revertPullRequest"]!;
        Assert.Equal(("Revert \"pears\"", $"revert-{pull.Number}-pears"), ((string?)revert["title"], (string?)revert["headRefName"]));
        Assert.Equal(before, World.Do(() => Hub.Shop.Git.Commit(Hub.Shop.Pulls[(int)revert["number"]!].HeadSha)!.Tree));
    }

    [Fact]
    public async Task A_comment_is_minimized_under_a_classifier()
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        var bot = await Bot();
        var comment = (await bot.Post($"{Shop}/issues/{pull.Number}/comments", new { body = "hello" })).Body!;
        var answer = await Ask(
            bot,
            "mutation { minimizeComment(input: {subjectId: \""
                + (string?)comment["node_id"]
                + "\", classifier: OUTDATED}) { minimizedComment { isMinimized minimizedReason } } }",
            new { }
        );
        Assert.Equal(
            """{"isMinimized":true,"minimizedReason":"outdated"}""",
            answer["data"]!["minimizeComment"]!["minimizedComment"]!.ToJsonString()
        );
    }

    [Fact]
    public async Task Faults_are_told_in_GitHubs_words_with_status_200()
    {
        var bot = await Bot();
        var unknown = await Ask(bot, "query { repository(owner: \"acme\", name: \"shop\") { stars } }", new { });
        Assert.Equal("Field 'stars' doesn't exist on type 'Repository'", (string?)unknown["errors"]![0]!["message"]);
        Assert.Equal("""["query","repository","stars"]""", unknown["errors"]![0]!["path"]!.ToJsonString());
        var absent = await Ask(bot, "{ repository(owner: \"acme\", name: \"none\") { id } }", new { });
        Assert.Equal("NOT_FOUND", (string?)absent["errors"]![0]!["type"]);
        Assert.Null(absent["data"]!["repository"]);
        var unbounded = await Ask(bot, "{ repository(owner: \"acme\", name: \"shop\") { pullRequests { totalCount } } }", new { });
        Assert.Equal("MISSING_PAGINATION_BOUNDARIES", (string?)unbounded["errors"]![0]!["type"]);
        var excessive = await Ask(
            bot,
            "{ repository(owner: \"acme\", name: \"shop\") { pullRequests(first: 101) { totalCount } } }",
            new { }
        );
        Assert.Equal("EXCESSIVE_PAGINATION", (string?)excessive["errors"]![0]!["type"]);
        var broken = await Ask(bot, "{ repository(", new { });
        Assert.Equal("Unexpected end of document", (string?)broken["errors"]![0]!["message"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Nobody().Post("/graphql", new { query = "{ viewer { login } }" })).Status);
    }

    private async Task<string> Fault(string query) => (string)(await Ask(As("ada"), query, new { }))["errors"]![0]!["message"]!;

    private static Task<JsonObject> Move(Api bot, string repository, params (string Name, string Before, string After)[] moves) =>
        Ask(
            bot,
            "mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }",
            new
            {
                input = new
                {
                    repositoryId = repository,
                    refUpdates = moves.Select(m => new
                    {
                        name = m.Name,
                        beforeOid = m.Before,
                        afterOid = m.After,
                    }),
                },
            }
        );

    private static async Task<JsonObject> Ask(Api api, string query, object variables)
    {
        var said = await api.Post("/graphql", new { query, variables });
        Assert.Equal(HttpStatusCode.OK, said.Status);
        return said.Body!.AsObject();
    }
}
