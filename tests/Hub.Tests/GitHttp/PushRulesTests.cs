using System.Net;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.GitHttp;

public sealed class PushRulesTests : HubTest
{
    [Fact]
    public async Task An_installation_token_pushes_where_its_App_bypasses_the_rules()
    {
        World.Do(() =>
        {
            World.Rules.Add(Hub.Shop, "main", Hub.Shop.Owner, new Rule.Update()).Bypass.Add(new BypassActor("Integration", Hub.App.Id));
            return true;
        });
        using var clone = Clone.Of(await BotUrl());
        var sha = clone.Commit("src/price.txt", "apple 1\n");
        clone.Must("push", "-q", "origin", "main");
        Assert.Equal(sha, Tip());
        var landing = World.Do(() => Hub.Shop.Landings[^1]);
        Assert.Equal(
            ("main", sha, "sluice[bot]", "push", false),
            (landing.Branch, landing.After, landing.Actor.Login, landing.Via, landing.Forced)
        );
    }

    [Fact]
    public async Task An_App_without_the_workflows_permission_pushes_no_workflow()
    {
        using var clone = Clone.Of(await BotUrl());
        clone.Must("checkout", "-q", "-b", "wf");
        clone.Commit(".github/workflows/new.yml", "name: new\n");
        var (exit, output) = clone.Git("push", "origin", "wf");
        Assert.Equal(1, exit);
        Assert.Contains(
            "! [remote rejected] wf -> wf (refusing to allow a GitHub App to create or update workflow `.github/workflows/new.yml` without `workflows` permission)",
            output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("starts_with", "Write ", false, "start with")]
    [InlineData("ends_with", "later", true, "not end with")]
    [InlineData("contains", "do it", true, "not contain")]
    [InlineData("regex", "^[A-Z]", false, "match")]
    public void A_message_that_is_not_as_demanded_is_refused_and_its_commit_is_named(string how, string pattern, bool negate, string words)
    {
        World.Do(() => World.Rules.Add(Hub.Shop, "messages", Hub.Shop.Owner, new Rule.CommitMessage(how, pattern, negate)));
        using var clone = Clone.Of(Hub.CloneUrl("cleo"));
        clone.Must("commit", "-q", "--allow-empty", "-m", "do it later");
        var sha = clone.Must("rev-parse", "HEAD").Trim();

        var (exit, output) = clone.Git("push", "origin", "main");
        Assert.Equal(1, exit);
        Assert.Contains($"Commit message must {words} \"{pattern}\". Found 1 violation: {sha}", output, StringComparison.Ordinal);
        clone.Must("commit", "-q", "--amend", "--allow-empty", "-m", "Write it now");
        clone.Must("push", "-q", "origin", "main");
    }

    [Fact]
    public void A_force_push_needs_force_and_a_lease_is_held()
    {
        using var one = Clone.Of(Hub.CloneUrl("cleo"));
        using var two = Clone.Of(Hub.CloneUrl("dan"));
        one.Commit("a.txt", "1\n");
        two.Commit("a.txt", "2\n");
        one.Must("push", "-q", "origin", "main");
        Assert.NotEqual(0, two.Git("push", "origin", "main").Exit);
        var (exit, output) = two.Git("push", $"--force-with-lease=main:{two.Must("rev-parse", "HEAD~1").Trim()}", "origin", "main");
        Assert.Equal(1, exit);
        Assert.Contains("stale info", output, StringComparison.Ordinal);
        two.Must("push", "-q", "--force", "origin", "main");
        Assert.True(World.Do(() => Hub.Shop.Landings[^1].Forced));
    }

    [Fact]
    public void An_atomic_push_moves_nothing_when_one_ref_is_refused()
    {
        World.Do(() => World.Rules.Add(Hub.Shop, "main", Hub.Shop.Owner, new Rule.Update()));
        using var clone = Clone.Of(Hub.CloneUrl("cleo"));
        clone.Commit("a.txt", "1\n");
        var (exit, output) = clone.Git("push", "--atomic", "origin", "main", "main:refs/heads/other");
        Assert.Equal(1, exit);
        Assert.Contains("remote: - Cannot update this protected ref.", output, StringComparison.Ordinal);
        Assert.Null(World.Do(() => Hub.Shop.Branch("other")));
        clone.Git("push", "origin", "main", "main:refs/heads/other");
        Assert.NotNull(World.Do(() => Hub.Shop.Branch("other")));
    }

    [Fact]
    public void Pulls_are_fetched_by_their_refs_and_nobody_pushes_to_them()
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        using var clone = Clone.Of(Hub.CloneUrl("eve"));
        clone.Must("fetch", "-q", "origin", "refs/pull/1/head");
        Assert.Equal(pull.HeadSha, clone.Must("rev-parse", "FETCH_HEAD").Trim());
        using var writer = Clone.Of(Hub.CloneUrl("cleo"));
        var (exit, output) = writer.Git("push", "origin", "main:refs/pull/1/head");
        Assert.Equal(1, exit);
        Assert.Contains("deny updating a hidden ref", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_push_to_a_forks_branch_moves_the_pull_that_comes_from_it()
    {
        var (fork, url) = World.Do(() =>
        {
            var eve = World.Accounts["eve"];
            return (World.Repos.Fork(Hub.Shop, eve), Hub.CloneUrl("eve", "eve/shop"));
        });
        using var clone = Clone.Of(url);
        clone.Must("checkout", "-q", "-b", "mine");
        var first = clone.Commit("src/price.txt", "1\n");
        clone.Must("push", "-q", "origin", "mine");
        var pull = World.Do(() =>
            World.Pulls.Open(new Caller.User(World.Accounts["eve"]), Hub.Shop, new PullDraft("Mine", "eve:mine", "main")).Value
        );
        Assert.Equal((first, true, fork), (pull.HeadSha, pull.IsFork, pull.HeadRepository));
        var second = clone.Commit("src/price.txt", "2\n");
        clone.Must("push", "-q", "origin", "mine");
        Assert.Equal(second, pull.HeadSha);
        Assert.Equal(second, World.Do(() => Hub.Shop.Git.Ref(pull.HeadRef)));
        using var maintainer = Clone.Of(Hub.CloneUrl("ada"));
        maintainer.Must("fetch", "-q", "origin", "refs/pull/1/head");
    }

    [Fact]
    public async Task Annotated_tags_partial_clones_and_shallow_pushes_work()
    {
        using var clone = Clone.Of(Hub.CloneUrl("cleo"), "--filter=blob:none", "--depth=1");
        var sha = clone.Commit("a.txt", "1\n");
        clone.Must("tag", "-a", "v1", "-m", "One");
        clone.Must("push", "-q", "origin", "main", "v1");
        Assert.Equal(sha, (string?)(await Nobody().Get($"{Shop}/commits/v1")).Body!["sha"]);
        Assert.Equal("tag", (string?)(await Nobody().Get($"{Shop}/git/ref/tags/v1")).Body!["object"]!["type"]);
    }

    [Theory]
    [InlineData("eve", 403)]
    [InlineData(null, 401)]
    public async Task Who_may_not_write_is_stopped_at_the_door(string? login, int status)
    {
        using var api = new Api(Hub.Url, login is null ? null : Hub.Tokens[login]);
        var said = await api.Get("/acme/shop.git/info/refs?service=git-receive-pack");
        Assert.Equal((HttpStatusCode)status, said.Status);
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/acme/shop.git/info/refs?service=git-upload-pack")).Status);
    }

    [Fact]
    public async Task A_private_repository_is_hidden_from_strangers_and_open_to_its_readers()
    {
        World.Do(() => Hub.Shop.IsPrivate = true);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Nobody().Get("/acme/shop.git/info/refs?service=git-upload-pack")).Status);
        World.Do(() => Hub.Shop.Collaborators.Remove("eve"));
        Assert.Equal(HttpStatusCode.NotFound, (await As("eve").Get("/acme/shop.git/info/refs?service=git-upload-pack")).Status);
        using var clone = Clone.Of(Hub.CloneUrl("cleo"));
        Assert.True(File.Exists(Path.Combine(clone.Path, "README.md")));
    }

    private async Task<string> BotUrl()
    {
        var said = await App().Post($"/app/installations/{Hub.Installation.Id}/access_tokens", new { });
        return $"{Hub.Url.Replace("://", $"://x-access-token:{(string?)said.Body!["token"]}@", StringComparison.Ordinal)}/acme/shop.git";
    }
}
