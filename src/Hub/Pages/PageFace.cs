using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Sluice.Hub.Model;

namespace Sluice.Hub.Pages;

/// <summary>
/// Where the API's <c>html_url</c>s lead: plain pages of a public repository, its pulls and its commits, for people who follow a link.
/// </summary>
internal sealed partial class PageFace(World world)
{
    [GeneratedRegex("^/(?<owner>[^/]+)/(?<repo>[^/]+)(?:/(?<what>pull|commit)/(?<id>[0-9A-Za-z]{1,40}))?(?<more>/.*)?$")]
    private static partial Regex Address();

    [GeneratedRegex("^/(?:apps|github-apps)/(?<slug>[^/]+)/installations/new$")]
    private static partial Regex InstallAddress();

    /// <summary>
    /// Of anything else than a repository's pages, and the one that installs an App, nothing is known here: the API answers.
    /// </summary>
    public bool Serves(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && (InstallAddress().IsMatch(request.Path.Value ?? "") || Find(request) is not null);

    public async Task Answer(HttpContext context)
    {
        if (InstallAddress().Match(context.Request.Path.Value ?? "") is { Success: true } install)
        {
            await Install(context, install.Groups["slug"].Value);
            return;
        }

        var (repository, what, id) = Find(context.Request)!.Value;
        var page = world.Do(() => Draw(repository, what, id));
        context.Response.StatusCode = page is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        var missing = new Page($"Nothing here · {repository.FullName}")
            .Line("The hub has no such page: it shows a repository, its pulls and its commits.")
            .Link($"/{repository.FullName}", repository.FullName);
        await Write(context, page ?? missing);
    }

    /// <summary>Answered as if the App's owner had agreed at once, for all of their repositories.</summary>
    private async Task Install(HttpContext context, string slug)
    {
        var page = world.Do(() =>
        {
            if (world.Apps.Values.FirstOrDefault(each => each.Slug == slug) is not { } app)
                return null;
            var isThere = world.Installations.Values.Any(each => each.App == app && each.Account == app.Owner);
            if (!isThere)
                world.People.Install(app, app.Owner);
            return new Page($"{app.Name} is installed").Line(
                $"{(isThere ? "It was there already" : "Now it is there")}, for all repositories of {app.Owner.Login}. PUT /_hub/installations/ID/deleted takes it off again."
            );
        });
        context.Response.StatusCode = page is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        await Write(context, page ?? new Page("Nothing here").Line("The hub has no such App."));
    }

    private static async Task Write(HttpContext context, Page page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private (Repository Repository, string What, string Id)? Find(HttpRequest request)
    {
        if (Address().Match(request.Path.Value ?? "") is not { Success: true } match)
            return null;
        var (owner, name) = (match.Groups["owner"].Value, match.Groups["repo"].Value);
        var found = world.Do(() => world.Repository(owner, name));
        if (found is null or { IsPrivate: true })
            return null;
        return match.Groups["more"].Success ? (found, "else", "") : (found, match.Groups["what"].Value, match.Groups["id"].Value);
    }

    private static Page? Draw(Repository repository, string what, string id) =>
        what switch
        {
            "" => Overview(repository),
            "pull" => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && repository.Pulls.TryGetValue(number, out var pull)
                ? Of(pull)
                : null,
            "commit" => Of(repository, id),
            _ => null,
        };

    private static Page Overview(Repository repository)
    {
        var page = new Page(repository.FullName).Heading("Branches");
        foreach (var (branch, sha) in repository.Branches)
            page.Line($"{branch} at ", (Commit(repository, sha), sha[..7]));
        page.Heading("Pull requests");
        foreach (var pull in repository.Pulls.Values.Reverse())
            page.Line($"{State(pull)}: ", ($"/{repository.FullName}/pull/{pull.Number}", $"#{pull.Number} {pull.Title}"));
        return page;
    }

    private static Page Of(Pull pull)
    {
        var repository = pull.Repository;
        var page = new Page($"{pull.Title} #{pull.Number}")
            .Link($"/{repository.FullName}", repository.FullName)
            .Line(
                $"{State(pull)}, by {pull.Author}: {pull.HeadOwner}:{pull.HeadBranch} into {pull.BaseBranch}. Head ",
                (Commit(repository, pull.HeadSha), pull.HeadSha[..7])
            );
        if (pull.MergeCommit is { } landed)
            page.Line("Landed as ", (Commit(repository, landed), landed[..7]));
        if (pull.Labels.Count > 0)
            page.Line($"Labels: {string.Join(", ", pull.Labels.Keys)}");
        page.Text(pull.Body ?? "");
        Checks(page, repository, pull.HeadSha);
        foreach (var comment in repository.Comments.Values.Where(comment => comment.Pull == pull))
            page.Heading($"{comment.Author} said").Text(comment.Body);
        return page;
    }

    private static Page? Of(Repository repository, string sha)
    {
        if (repository.Resolve(sha) is not { } full || repository.Git.Commit(full) is not { } commit)
            return null;
        var page = new Page($"Commit {full[..7]}")
            .Link($"/{repository.FullName}", repository.FullName)
            .Line(string.Create(CultureInfo.InvariantCulture, $"{commit.Author.Name}, {commit.Author.When:u}: {full}"))
            .Text(commit.Message);
        foreach (var parent in commit.Parents)
            page.Line("Parent ", (Commit(repository, parent), parent[..7]));
        Checks(page, repository, full);
        return page;
    }

    private static void Checks(Page page, Repository repository, string sha)
    {
        page.Heading("Checks");
        foreach (var run in repository.Marks.LatestRuns(sha))
            page.Line($"{run.Name}: {run.Conclusion ?? run.Status}{(run.Title is { } title ? $" – {title}" : "")}");
    }

    private static string Commit(Repository repository, string sha) => $"/{repository.FullName}/commit/{sha}";

    private static string State(Pull pull) =>
        pull.IsMerged ? "merged"
        : !pull.IsOpen ? "closed"
        : pull.IsDraft ? "draft"
        : "open";
}
