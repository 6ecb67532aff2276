using System.Net;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.GitHub;

/// <summary>What GitHub does not show is not taken for what is not there.</summary>
public sealed class UnseenTests : IDisposable
{
    private const string Rulesets = "GET /repos/acme/shop/rules/branches/main?per_page=100";
    private const string Protection = "GET /repos/acme/shop/branches/main/protection";
    private const string Branch = "GET /repos/acme/shop/branches/main";
    private const string NotFound = """{"message":"Not Found"}""";

    private readonly Wire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task A_repository_that_was_taken_from_the_App_demands_no_less_of_its_branches()
    {
        foreach (var ask in new[] { Rulesets, Protection, Branch })
        {
            _wire.Reply(ask, NotFound, HttpStatusCode.NotFound);
        }

        Assert.Equal(404, Assert.IsType<Answer<RulesFact>.Refused>(await _wire.Client.Rules(Wire.Repo, "main", Wire.Stop)).Status);
    }

    [Fact]
    public async Task Rulesets_that_were_not_found_for_a_moment_are_not_taken_for_none()
    {
        _wire
            .Reply(Rulesets, NotFound, HttpStatusCode.NotFound)
            .Reply(Protection, """{"message":"Branch not protected"}""", HttpStatusCode.NotFound)
            .Reply(Branch, """{"name":"main","protected":true}""");

        Assert.Equal(404, Assert.IsType<Answer<RulesFact>.Refused>(await _wire.Client.Rules(Wire.Repo, "main", Wire.Stop)).Status);
    }

    [Fact]
    public async Task A_branch_of_which_nothing_is_found_is_not_taken_for_unprotected()
    {
        _wire
            .Reply(Rulesets, "[]")
            .Reply(Protection, """{"message":"Resource not accessible by integration"}""", HttpStatusCode.Forbidden)
            .Reply(Branch, NotFound, HttpStatusCode.NotFound);

        Assert.Equal(404, Assert.IsType<Answer<RulesFact>.Refused>(await _wire.Client.Rules(Wire.Repo, "main", Wire.Stop)).Status);
    }

    [Fact]
    public async Task A_branch_that_is_gone_is_protected_by_nobody()
    {
        _wire
            .Reply(Rulesets, "[]")
            .Reply(Protection, """{"message":"Branch not found"}""", HttpStatusCode.NotFound)
            .Reply(Branch, """{"message":"Branch not found"}""", HttpStatusCode.NotFound);

        var rules = Assert.IsType<Answer<RulesFact>.Made>(await _wire.Client.Rules(Wire.Repo, "main", Wire.Stop));

        Assert.Equal(BranchRules.None, rules.Value.Rules);
    }

    [Fact]
    public async Task A_plan_without_rulesets_has_none()
    {
        _wire
            .Reply(
                Rulesets,
                """{"message":"Upgrade to GitHub Pro or make this repository public to enable this feature."}""",
                HttpStatusCode.Forbidden
            )
            .Reply(Protection, """{"message":"Resource not accessible by integration"}""", HttpStatusCode.Forbidden)
            .Reply(Branch, """{"name":"main","protected":false}""");

        var rules = Assert.IsType<Answer<RulesFact>.Made>(await _wire.Client.Rules(Wire.Repo, "main", Wire.Stop));

        Assert.Equal(BranchRules.None, rules.Value.Rules);
    }

    [Theory]
    [InlineData("""{"repository":null}""", """["repository"]""")]
    [InlineData("""{"repository":{"pullRequest":null}}""", """["repository","pullRequest","headRepository"]""")]
    public async Task A_pull_is_not_gone_because_something_else_was_not_found(string data, string path)
    {
        _wire.Reply(
            "POST /graphql",
            $$"""{"data":{{data}},"errors":[{"type":"NOT_FOUND","path":{{path}},"message":"Could not resolve to it."}]}"""
        );

        var later = Assert.IsType<Answer<FactPage>.Later>(await _wire.Client.Pull(Wire.Repo, 3, Wire.Stop));

        Assert.Equal(TimeSpan.FromMinutes(1), later.Until - _wire.Clock.Now);
    }

    [Fact]
    public async Task A_pull_in_a_repository_that_is_not_shown_is_not_gone()
    {
        _wire.Reply("POST /graphql", """{"data":{"repository":null}}""");

        Assert.IsType<Answer<FactPage>.Later>(await _wire.Client.Pull(Wire.Repo, 3, Wire.Stop));
    }

    [Fact]
    public async Task A_pull_is_not_gone_because_its_many_checks_are_not_found()
    {
        var head = new string('c', 40);
        _wire
            .Reply(
                "POST /graphql",
                """{"data":{"repository":{"pullRequest":{"number":3,"headRefOid":"HEAD","state":"OPEN","commits":{"nodes":[{"commit":{"oid":"HEAD","statusCheckRollup":{"contexts":{"nodes":[],"pageInfo":{"hasNextPage":true}}}}}]}}}}}""".Replace(
                    "HEAD",
                    head,
                    StringComparison.Ordinal
                )
            )
            .Reply($"GET /repos/acme/shop/commits/{head}/check-runs?filter=latest&per_page=100", NotFound, HttpStatusCode.NotFound);

        Assert.IsType<Answer<FactPage>.Later>(await _wire.Client.Pull(Wire.Repo, 3, Wire.Stop));
    }

    [Fact]
    public async Task A_pull_that_is_gone_is_gone()
    {
        _wire.Reply(
            "POST /graphql",
            """{"data":{"repository":{"pullRequest":null}},"errors":[{"type":"NOT_FOUND","path":["repository","pullRequest"],"message":"Could not resolve to a PullRequest with the number of 3."}]}"""
        );

        Assert.Equal(404, Assert.IsType<Answer<FactPage>.Refused>(await _wire.Client.Pull(Wire.Repo, 3, Wire.Stop)).Status);
    }

    [Fact]
    public async Task A_deployment_that_was_made_is_found_below_a_hundred_others_of_its_environment()
    {
        var commit = new string('d', 40);
        var others = string.Join(',', Enumerable.Range(1, 100).Select(id => Deployment(id, new string('e', 40), "null", 5)));
        var own = Deployment(4711, commit, """{"sluice":{"id":"c1","stage":"canary","weight":5,"pulls":[3]}}""", 990);
        _wire
            .Reply("GET /repos/acme/shop/deployments?environment=canary&per_page=100", $"[{others}]")
            .Reply($"GET /repos/acme/shop/deployments?environment=canary&sha={commit}&per_page=100", $"[{own}]")
            .Reply("GET /repos/acme/shop/deployments/4711/statuses?per_page=1", "[]")
            .Reply("POST /repos/acme/shop/deployments", Deployment(4712, commit, "null", 990), HttpStatusCode.Created);
        var deploy = new EnvironmentMove.Deploy(new Sha(commit), "canary", new DeploymentPayload("c1", "canary", 5, [3], null), "#3");

        var made = Assert.IsType<Answer<DeploymentFact>.Made>(await _wire.Client.Deploy(Wire.Repo, deploy, Wire.Stop));

        Assert.Equal(4711, made.Value.Deployment.Id);
    }

    private static string Deployment(long id, string sha, string payload, long by) =>
        $$"""{"id":{{id}},"sha":"{{sha}}","environment":"canary","payload":{{payload}},"creator":{"id":{{by}},"login":"x","type":"Bot"},"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}""";
}
