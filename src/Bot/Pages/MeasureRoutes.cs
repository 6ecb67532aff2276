using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Bot.Api;
using Sluice.Flow.Flows;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Pages;

/// <summary>The pages that measure: flow, agents, and the risk label.</summary>
internal static class MeasureRoutes
{
    public static void MapMeasures(this IEndpointRouteBuilder routes)
    {
        routes.MapRead(
            "/{owner}/{repo}/flow",
            (Reads reads, string owner, string repo, AskedDays days, CancellationToken stop) =>
                Measured(
                    reads,
                    owner,
                    repo,
                    days,
                    new Measure(
                        "Flow",
                        Tab.Flow,
                        async (found, report, number) =>
                            FlowPage.Of(found.FullName, report, number, (await reads.Learnt(found, found.DefaultBranch, stop)).Checks)
                    ),
                    stop
                )
        );
        routes.MapRead(
            "/{owner}/{repo}/agents",
            (Reads reads, string owner, string repo, AskedDays days, CancellationToken stop) =>
                Measured(
                    reads,
                    owner,
                    repo,
                    days,
                    new Measure(
                        "Agents and accounts",
                        Tab.Agents,
                        async (found, report, number) =>
                            AgentsPage.Of(
                                report,
                                await reads.Limits(
                                    found,
                                    report.ByAgent.Select(agent => agent.Who),
                                    report.ByAuthor.Select(author => author.Who),
                                    stop
                                ),
                                number
                            )
                    ),
                    stop
                )
        );
        routes.MapRead(
            "/{owner}/{repo}/risk",
            async (Reads reads, string owner, string repo, CancellationToken stop) =>
                await reads.Repository(owner, repo, stop) is { } found
                    ? Page.Answer(
                        "Reliability of the risk label",
                        RiskPage.Of(await reads.Risk(found, stop)),
                        new Spot(found.FullName, Tab.Risk) { Data = "flow" },
                        lively: true
                    )
                    : Page.NotFound()
        );
    }

    private static async Task<IResult> Measured(
        Reads reads,
        string owner,
        string repo,
        AskedDays days,
        Measure measure,
        CancellationToken stop
    )
    {
        if (await reads.Repository(owner, repo, stop) is not { } found)
        {
            return Page.NotFound();
        }

        if (days.Number is not { } number)
        {
            var here = $"/{Lists.Path(found.FullName)}/{measure.Tab.ToString().ToLowerInvariant()}";
            return Page.Answer(
                "These days cannot be told",
                Html.Of($"<p class=\"lede\">{AskedDays.Says} <a href=\"{here}\">Tell those</a></p>"),
                new Spot(found.FullName, measure.Tab),
                status: StatusCodes.Status400BadRequest
            );
        }

        return Page.Answer(
            measure.Title,
            await measure.Page(found, await reads.Flow(found, number, stop), number),
            new Spot(found.FullName, measure.Tab) { Data = $"flow?days={number}" },
            lively: true
        );
    }

    /// <param name="Page">The repository, what was measured, and over how many days.</param>
    private sealed record Measure(string Title, Tab Tab, Func<Repository, FlowReport, int, Task<Html>> Page);
}
