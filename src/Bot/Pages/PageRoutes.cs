using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Api;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Pages;

/// <summary>The dashboard: plain pages of what the visitor may see.</summary>
internal static class PageRoutes
{
    private const int Lively = 5;

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var web = routes.ServiceProvider.GetRequiredService<BotSettings>().GitHub.WebUrl;
        routes.MapRead("/", async (Reads reads, CancellationToken stop) => Page.Answer("Repositories", Lists.Repositories(await reads.Repositories(stop))));
        routes.MapRead("/{owner}/{repo}", async (Reads reads, string owner, string repo, CancellationToken stop) =>
            await reads.Repository(owner, repo, stop) is { } found
                ? Page.Answer(found.FullName, Lists.Lanes(found, await reads.Lanes(found, stop)))
                : Page.NotFound());
        routes.MapRead("/{owner}/{repo}/queue/{**onto}", async (Reads reads, string owner, string repo, string? onto, CancellationToken stop) =>
            ReadRoutes.Branch(onto) is not { Length: > 0 } branch ? await reads.Repository(owner, repo, stop) is { } found
                ? Results.Redirect($"/{Lists.Path(found.FullName)}/queue/{Lists.Path(found.DefaultBranch)}")
                : Page.NotFound()
            : await reads.Lane(owner, repo, branch, stop) is { } lane
                ? Page.Answer($"{owner}/{repo}: {branch}", LanePage.Of($"{owner}/{repo}", lane), Lively)
                : Page.NotFound());
        routes.MapRead("/{owner}/{repo}/pull/{number:int}", async (Reads reads, string owner, string repo, int number, CancellationToken stop) =>
            await reads.Pull(owner, repo, number, stop) is { } pull
                ? Page.Answer($"#{number} {pull.Telling.Pull.Title}", PullPage.Of(pull, web), Lively)
                : Page.NotFound());
        routes.MapRead("/{owner}/{repo}/deploys", async (Reads reads, string owner, string repo, CancellationToken stop) =>
            await reads.Deploys(owner, repo, stop) is { } deploys
                ? Page.Answer($"{owner}/{repo}: deployments", DeploysPage.Of($"{owner}/{repo}", deploys), Lively)
                : Page.NotFound());
        routes.MapFallback(Page.NotFound);
    }
}
