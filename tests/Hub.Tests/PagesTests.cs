using System.Net;

namespace Sluice.Hub.Tests;

public sealed class PagesTests : HubTest
{
    [Fact]
    public async Task Links_to_a_repository_its_pulls_and_its_commits_lead_to_plain_pages()
    {
        var pull = Open("pears", "src/price.txt", "<b>pear</b>\n");

        var (shop, request, commit) = (
            await Get("/acme/shop"),
            await Get($"/acme/shop/pull/{pull.Number}"),
            await Get($"/acme/shop/commit/{Tip()}")
        );

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (shop.Status, request.Status, commit.Status));
        Assert.Contains($"<a href=\"/acme/shop/pull/{pull.Number}\">#{pull.Number} pears</a>", shop.Text, StringComparison.Ordinal);
        Assert.Contains("open, by cleo: acme:pears into main", request.Text, StringComparison.Ordinal);
        Assert.Contains("Initial commit", commit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_pull_says_stays_text()
    {
        var pull = Open("pears", "src/price.txt", "pear 1\n");
        World.Do(() => pull.Body = "<script>alert(1)</script>");

        Assert.Contains("&lt;script&gt;alert(1)", (await Get($"/acme/shop/pull/{pull.Number}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_or_private_has_no_page()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Get("/acme/shop/pull/99")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get("/acme/shop/wiki/Home")).Status);
        Assert.DoesNotContain("<html", (await Get("/acme/nothing")).Text, StringComparison.Ordinal);
        World.Do(() => Hub.Shop.IsPrivate = true);
        Assert.DoesNotContain("<html", (await Get("/acme/shop")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_that_installs_an_App_does_so_once()
    {
        World.Do(() => World.Installations.Remove(Hub.Installation.Id));

        var (first, again, none) = (
            await Get("/apps/sluice/installations/new"),
            await Get("/apps/sluice/installations/new"),
            await Get("/apps/nobody/installations/new")
        );

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound), (first.Status, again.Status, none.Status));
        Assert.Contains("Now it is there", first.Text, StringComparison.Ordinal);
        Assert.Contains("It was there already", again.Text, StringComparison.Ordinal);
        Assert.Equal(Hub.App, Assert.Single(World.Do(() => World.Installations.Values.ToArray())).App);
    }

    private async Task<(HttpStatusCode Status, string Text)> Get(string path)
    {
        using var browser = new HttpClient();
        using var answer = await browser.GetAsync(new Uri(Hub.Url + path), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
