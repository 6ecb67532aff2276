using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Api;
using Sluice.Bot.GitHub;
using Sluice.Bot.Settings;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Incidents;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Pages;

/// <summary>The dashboard: pages of what the visitor may see.</summary>
internal static class PageRoutes
{
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var web = routes.ServiceProvider.GetRequiredService<BotSettings>().GitHub.WebUrl;
        Asset.MapAll(routes);
        var schema = PolicySchema.Text();
        routes.MapRead("/schema/sluice.json", () => Results.Text(schema, "application/schema+json"));
        routes.MapRead(
            "/",
            async (Reads reads, CancellationToken stop) => Page.Answer("Repositories", Lists.Repositories(await reads.Repositories(stop)))
        );
        routes.MapRead(
            "/{owner}/{repo}",
            async (Reads reads, string owner, string repo, CancellationToken stop) =>
                await reads.Repository(owner, repo, stop) is { } found
                    ? Page.Answer(
                        found.FullName,
                        OverviewPage.Of(found.FullName, await Lanes(reads, found, stop), await Deployed(reads, found, stop), reads.Now),
                        new Spot(found.FullName),
                        lively: true
                    )
                    : Page.NotFound()
        );
        routes.MapRead(
            "/{owner}/{repo}/queue/{**onto}",
            async (Reads reads, string owner, string repo, string? onto, CancellationToken stop) =>
                await reads.Repository(owner, repo, stop) is not { } found ? Page.NotFound()
                : ReadRoutes.Branch(onto) is not { Length: > 0 } branch
                    ? Results.Redirect($"/{Lists.Path(found.FullName)}/queue/{Lists.Path(found.DefaultBranch)}")
                : await Lane(reads, found, branch, stop)
        );
        routes.MapRead(
            "/{owner}/{repo}/pull/{number:int}",
            async (Reads reads, string owner, string repo, int number, CancellationToken stop) =>
                await reads.Pull(owner, repo, number, stop) is { } pull ? await Pull(reads, pull, web, stop) : Page.NotFound()
        );
        routes.MapRead(
            "/{owner}/{repo}/review",
            async (Reads reads, string owner, string repo, CancellationToken stop) =>
                await reads.Repository(owner, repo, stop) is { } found
                    ? Page.Answer(
                        "Waiting for people",
                        ReviewPage.Of(found.FullName, await reads.Review(found, stop), reads.Now),
                        new Spot(found.FullName, Tab.Review) { Data = "review" },
                        lively: true
                    )
                    : Page.NotFound()
        );
        routes.MapRead(
            "/{owner}/{repo}/deploys",
            async (Reads reads, string owner, string repo, CancellationToken stop) =>
                await reads.Repository(owner, repo, stop) is { } found ? await Deploys(reads, found, stop) : Page.NotFound()
        );
        routes.MapRead(
            "/{owner}/{repo}/deploys/{canary}",
            async (Reads reads, string owner, string repo, string canary, CancellationToken stop) =>
                await reads.Repository(owner, repo, stop) is { } found
                && (await reads.Deploys(owner, repo, stop))?.FirstOrDefault(deploy =>
                    deploy.Id == canary || deploy.Parts.Any(part => part.Id == canary)
                )
                    is { } deploy
                    ? Page.Answer(
                        $"Canary {deploy.Id}",
                        DeployCard.Page(
                            found.FullName,
                            deploy,
                            await reads.Course(found, deploy.Id, deploy.Ended is null, stop),
                            reads.Now
                        ),
                        new Spot(found.FullName, Tab.Deploys),
                        lively: true
                    )
                    : Page.NotFound()
        );
        routes.MapRead(
            "/{owner}/{repo}/deploys/{canary}/incident",
            async (Reads reads, string owner, string repo, string canary, CancellationToken stop) =>
                await reads.Repository(owner, repo, stop) is { } found && await reads.Incident(found, canary, stop) is { } incident
                    ? Page.Answer(
                        IncidentWords.Title(incident),
                        IncidentPage.Of(found.FullName, incident),
                        new Spot(found.FullName, Tab.Deploys)
                    )
                    : Page.NotFound()
        );
        routes.MapRead(
            "/{owner}/{repo}/deploys/{canary}/incident.md",
            async (Reads reads, string owner, string repo, string canary, CancellationToken stop) =>
                await reads.Repository(owner, repo, stop) is { } found && await reads.Incident(found, canary, stop) is { } incident
                    ? Results.Text(IncidentWords.Markdown(incident), "text/markdown; charset=utf-8")
                    : Page.NotFound()
        );
        routes.MapRead(
            "/{owner}/{repo}/health",
            async (HttpContext http, Reads reads, string owner, string repo, CancellationToken stop) =>
                await reads.Repository(owner, repo, stop) is { } found
                    ? await Health(reads, found, http.RequestServices.GetService<Outages>()?.Says(found.Installation) ?? [], stop)
                    : Page.NotFound()
        );
        routes.MapMeasures();
        routes.MapEvents();
        routes.MapFallback("{**path}", Page.NotFound); // also what looks like a file
    }

    private static async Task<IResult> Lane(Reads reads, Repository repo, string branch, CancellationToken stop)
    {
        if (await reads.Lane(repo.Owner, repo.Name, branch, stop) is not { } lane)
        {
            return Page.NotFound();
        }

        var titles = await reads.Titles(repo, lane.Entries.Take(LanePage.Most).Select(entry => entry.Pull), stop);
        var body = LanePage.Of(repo.FullName, lane, await reads.Lanes(repo, stop), titles, reads.Now);
        return Page.Answer(
            $"Queue of {branch}",
            body,
            new Spot(repo.FullName, Tab.Queue) { Data = $"queue/{Lists.Path(branch)}" },
            lively: true
        );
    }

    private static async Task<IResult> Pull(Reads reads, PullView pull, Uri web, CancellationToken stop)
    {
        var course = PullStory.Canary(pull.Story) is { } canary ? await reads.Course(pull.Repository, canary, true, stop) : null;
        var number = pull.Telling.Pull.Number;
        return Page.Answer(
            $"#{number} {pull.Telling.Pull.Title}",
            PullPage.Of(pull, web, course, reads.Now),
            new Spot(pull.Repository.FullName) { Data = $"pulls/{number}" },
            lively: true
        );
    }

    private static async Task<IResult> Deploys(Reads reads, Repository repo, CancellationToken stop)
    {
        var deploys = await Deployed(reads, repo, stop);
        var newest = deploys.Count == 0 ? null : await reads.Course(repo, deploys[0].Id, deploys[0].Ended is null, stop);
        return Page.Answer(
            "Deploys",
            DeploysPage.Of(repo.FullName, deploys, newest, await reads.Shadow(repo, stop), await reads.DeployQueue(repo, stop), reads.Now),
            new Spot(repo.FullName, Tab.Deploys),
            lively: true
        );
    }

    /// <summary>Newest first, whatever the environment was called then.</summary>
    private static async Task<IReadOnlyList<DeployView>> Deployed(Reads reads, Repository repo, CancellationToken stop) =>
        [.. (await reads.Deploys(repo.Owner, repo.Name, stop) ?? []).OrderByDescending(deploy => deploy.Started)];

    private static async Task<IResult> Health(Reads reads, Repository repo, IReadOnlyList<string> outages, CancellationToken stop) =>
        Page.Answer(
            "Health",
            HealthPage.Of(
                repo.FullName,
                outages,
                await Lanes(reads, repo, stop),
                await reads.Deploys(repo.Owner, repo.Name, stop) ?? [],
                reads.Now
            ),
            new Spot(repo.FullName, Tab.Health) { Data = $"queue/{Lists.Path(repo.DefaultBranch)}" },
            lively: true
        );

    private static async Task<IReadOnlyList<LaneView>> Lanes(Reads reads, Repository repo, CancellationToken stop)
    {
        var lanes = new List<LaneView>();
        foreach (var branch in await reads.Lanes(repo, stop))
        {
            if (await reads.Lane(repo.Owner, repo.Name, branch, stop) is { } lane)
            {
                lanes.Add(lane);
            }
        }

        return lanes;
    }
}
