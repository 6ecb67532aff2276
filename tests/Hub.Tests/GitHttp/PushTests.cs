using System.IO.Compression;
using System.Net;
using Sluice.Hub.Git;
using Sluice.Hub.GitHttp;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.GitHttp;

public sealed class PushTests : HubTest
{
    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zzzz")]
    [InlineData("0010no commands0000")]
    [InlineData("0100cut off")]
    public async Task What_is_no_push_is_refused_and_no_fault_of_the_hubs(string body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Hub.Url}/acme/shop.git/git-receive-pack"))
        {
            Content = new StringContent(body),
        };
        request.Headers.Authorization = new("Bearer", Hub.Tokens["cleo"]);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(
            (HttpStatusCode.BadRequest, "This is no push in git's format."),
            (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
        );
    }

    [Fact]
    public async Task A_fault_of_the_hubs_own_is_not_laid_on_the_push()
    {
        await using var hub = await HubServer.Start();
        var tip = hub.World.Do(() =>
            hub
                .World.Refs.CommitTo(new Caller.User(hub.World.Accounts["ada"]), hub.Shop, "pears", "Change", [new("pears.txt", "4\n")])
                .Value
        );
        using var subscription = hub.World.Subscribe(_ => throw new FormatException("a fault of its own"));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{hub.Url}/acme/shop.git/git-receive-pack"))
        {
            Content = new ByteArrayContent([.. PktLine.Write($"{tip} {Zero.Sha} refs/heads/pears\0report-status\n"), .. PktLine.Flush]),
        };
        request.Headers.Authorization = new("Bearer", hub.Tokens["ada"]);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("a fault of its own", Assert.Single(hub.Faults).Message);
    }

    [Theory]
    [InlineData("git-upload-pack", false)]
    [InlineData("git-receive-pack", false)]
    [InlineData("git-receive-pack", true)]
    public async Task A_body_that_cannot_be_unpacked_is_refused_and_no_fault_of_the_hubs(string operation, bool hasHead)
    {
        using var body = new MemoryStream();
        await using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            if (hasHead)
                gzip.Write([.. PktLine.Write($"{Zero.Sha} {Tip()} refs/heads/new\0report-status\n"), .. PktLine.Flush]);
            gzip.Flush();
            body.Write([0xFF, 0xFF, 0xFF, 0xFF]); // no block of deflate begins so
        }

        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Hub.Url}/acme/shop.git/{operation}"))
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        request.Content.Headers.ContentType = new($"application/x-{operation}-request");
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.Authorization = new("Bearer", Hub.Tokens["cleo"]);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(
            (HttpStatusCode.BadRequest, "The body is sent as gzip, and cannot be unpacked."),
            (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
        );
        Assert.Null(World.Do(() => Hub.Shop.Branch("new")));
    }

    [Fact]
    public async Task A_fetch_whose_body_unpacks_without_end_is_refused_before_it_is_all_in_memory()
    {
        using var body = new MemoryStream();
        await using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = PktLine.Write($"want {Tip()}\n");
            for (var written = 0; written <= 17 * 1024 * 1024; written += line.Length)
                gzip.Write(line);
        }

        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Hub.Url}/acme/shop.git/git-upload-pack"))
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        request.Content.Headers.ContentType = new("application/x-git-upload-pack-request");
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.Authorization = new("Bearer", Hub.Tokens["cleo"]);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public void A_plain_git_clones_and_pushes_and_the_world_knows()
    {
        using var clone = Clone.Of(Hub.CloneUrl("cleo"));
        Assert.Contains("apple 3", File.ReadAllText(Path.Combine(clone.Path, "src/price.txt")), StringComparison.Ordinal);
        var events = new List<WorldEvent>();
        using var subscription = Hub.World.Subscribe(events.Add);
        clone.Must("checkout", "-q", "-b", "pears");
        var sha = clone.Commit("src/price.txt", "apple 3\npear 5\nplum 5\n");
        clone.Must("push", "-q", "origin", "pears");
        Assert.Equal(sha, Hub.World.Do(() => Hub.Shop.Branch("pears")));
        var push = Assert.Single(events.OfType<WorldEvent.Push>());
        Assert.Equal(("refs/heads/pears", sha, "cleo"), (push.Ref, push.After, push.By.Login));
    }

    [Fact]
    public void A_push_to_a_branch_with_rules_is_refused_as_GitHub_refuses_it()
    {
        Hub.World.Do(() =>
            Hub.World.Rules.Add(Hub.Shop, "main", Hub.Shop.Owner, new Rule.PullRequest(1), new Rule.StatusChecks([new("ci")]))
        );
        using var clone = Clone.Of(Hub.CloneUrl("ada"));
        clone.Commit("src/price.txt", "apple 0\n");
        var (exit, output) = clone.Git("push", "origin", "main");
        Assert.Equal(1, exit);
        Assert.Contains("remote: error: GH013: Repository rule violations found for refs/heads/main.", output, StringComparison.Ordinal);
        Assert.Contains("remote: - Changes must be made through a pull request.", output, StringComparison.Ordinal);
        Assert.Contains("remote: - Required status check \"ci\" is expected.", output, StringComparison.Ordinal);
        Assert.Contains(
            "! [remote rejected] main -> main (push declined due to repository rule violations)",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_push_to_a_classically_protected_branch_is_refused_with_GH006()
    {
        Hub.World.Do(() =>
        {
            Hub.World.Rules.Protect(Hub.Shop, "main", new Protection { Checks = [new("ci")], EnforceAdmins = true }, Hub.Shop.Owner);
            return true;
        });
        using var clone = Clone.Of(Hub.CloneUrl("cleo"));
        clone.Commit("src/price.txt", "apple 0\n");
        var (exit, output) = clone.Git("push", "origin", "main");
        Assert.Equal(1, exit);
        Assert.Contains("remote: error: GH006: Protected branch update failed for refs/heads/main.", output, StringComparison.Ordinal);
        Assert.Contains("remote: error: Required status check \"ci\" is expected.", output, StringComparison.Ordinal);
        Assert.Contains("(protected branch hook declined)", output, StringComparison.Ordinal);
    }
}
