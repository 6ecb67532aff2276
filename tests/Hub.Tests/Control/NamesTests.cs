using System.Net;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Control;

/// <summary>Names become folders and paths: only what GitHub takes, too, does.</summary>
public sealed class NamesTests : HubTest
{
    [Theory]
    [InlineData("../../../pwn")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("shop.git")]
    [InlineData("")]
    public async Task A_repository_is_not_called(string name)
    {
        var refused = await Nobody().Post("/_hub/repos", new { owner = "acme", name });

        Assert.Equal(((HttpStatusCode)422, 1), (refused.Status, World.Do(() => World.Repositories.Count)));
    }

    [Theory]
    [InlineData("../ada")]
    [InlineData("-ada")]
    [InlineData("a/b")]
    public async Task A_person_is_not_called(string login) =>
        Assert.Equal((HttpStatusCode)422, (await Nobody().Post("/_hub/users", new { login })).Status);

    [Theory]
    [InlineData("../../etc")]
    [InlineData("/etc/passwd")]
    [InlineData("src//price.txt")]
    [InlineData(".git/config")]
    public async Task A_file_does_not_stand_at(string path)
    {
        var before = Tip();
        var files = new Dictionary<string, string> { [path] = "x\n" };

        Assert.Equal(
            (HttpStatusCode)422,
            (
                await Nobody()
                    .Post(
                        "/_hub/repos/acme/shop/commits",
                        new
                        {
                            @as = "ada",
                            branch = "main",
                            files,
                        }
                    )
            ).Status
        );
        Assert.Equal(
            (HttpStatusCode)422,
            (
                await Nobody()
                    .Post(
                        "/_hub/repos",
                        new
                        {
                            owner = "acme",
                            name = "more",
                            files,
                        }
                    )
            ).Status
        );
        Assert.Equal(
            (HttpStatusCode)422,
            (await As("ada").Post($"{Shop}/git/trees", new { tree = new[] { new { path, content = "x" } } })).Status
        );
        Assert.Equal((before, 1), (Tip(), World.Do(() => World.Repositories.Count)));
    }

    [Fact]
    public async Task Webhooks_go_to_addresses_only()
    {
        Assert.Equal((HttpStatusCode)422, (await Nobody().Put("/_hub/app", new { webhook_url = "not a url" })).Status);
        Assert.Equal((HttpStatusCode)422, (await App().Patch("/app/hook/config", new { url = "file:///etc/passwd" })).Status);
        Assert.Null(Hub.App.WebhookUrl);
    }

    [Theory]
    [InlineData("copilot-swe-agent[bot]")]
    [InlineData("Copilot")]
    [InlineData("octo-cat_acme")]
    public void Logins_of_GitHub_are_taken(string login) => Assert.True(Names.IsLogin(login));
}
