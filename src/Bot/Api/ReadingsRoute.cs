using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Store;
using Sluice.Bot.Visiting;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Api;

/// <summary>
/// <c>POST …/readings</c>: counts of a canary, for metrics whose source is <c>pushed</c>. A tick counts once: what comes again changes
/// nothing.
/// </summary>
internal static class ReadingsRoute
{
    private const string Body = """
        {"type":"object","required":["deployment","metric","ticks"],"properties":{
          "deployment":{"type":["integer","string"],"description":"GitHub's number of the deployment under way, or sluice.id of its payload."},
          "metric":{"type":"string","description":"One of canary.metrics whose source is pushed."},
          "ticks":{"type":"array","minItems":1,"maxItems":5000,"items":{"type":"object","required":["canary","baseline"],"properties":{
            "index":{"type":"integer","minimum":0},"at":{"type":"string","format":"date-time"},
            "canary":{"type":"number","minimum":0},"baseline":{"type":"number","minimum":0},
            "share":{"type":["number","null"]},"exposure":{"type":["number","null"]}}}}}}
        """;

    public static void MapReadings(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var (uploads, store, clock) = (
            services.GetRequiredService<Uploads>(),
            services.GetRequiredService<PostgresStore>(),
            services.GetRequiredService<TimeProvider>()
        );
        var bell = services.GetRequiredService<IBell>();
        routes
            .MapWrite(
                "/api/v1/repos/{owner}/{repo}/readings",
                (HttpContext http, string owner, string repo, CancellationToken stop) =>
                    uploads.Take(http, owner, repo, ApiScopes.Readings, upload => Take(store, bell, upload, clock.GetUtcNow(), stop))
            )
            .Says(
                new Described(
                    "readings",
                    "Counts of a canary, for a metric whose source is pushed. A tick counts once.",
                    typeof(ReadingsTaken)
                )
                {
                    Takes = Body,
                    Scope = ApiScopes.Readings,
                }
            );
    }

    private static async Task<IResult> Take(PostgresStore store, IBell bell, Upload upload, DateTimeOffset now, CancellationToken stop)
    {
        var (repo, body, run) = upload;
        if (await Watched(store, repo, body, stop) is not var (environment, canary, policy, deployment))
        {
            return Problem.Of(StatusCodes.Status404NotFound, "There is no canary under way whose deployment this is.");
        }

        if (run is not null && !IsOfWhatLanded(run, repo, canary))
        {
            return Problem.Of(
                StatusCodes.Status403Forbidden,
                $"Counts of a canary come from what landed: from a run on {repo.DefaultBranch}, or of the commit that is deployed. This one ran on {run.Ref ?? run.Sha}."
            );
        }

        var name = body.TryGetProperty("metric", out var told) && told.ValueKind == JsonValueKind.String ? told.GetString() : null;
        if (policy.Metrics.FirstOrDefault(each => each.Name == name) is not { IsPushed: true } metric)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, $"metric is one of canary.metrics whose source is {CanaryMetric.Pushed}.");
        }

        var (ticks, fault) = PushedTicks.Read(body, deployment, canary, policy, now);
        if (ticks is null)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, fault!);
        }

        var known = (await store.Under<ReadingFact>(repo.Id, canary.Id, stop))
            .Where(fact => fact.Metric == metric.Name)
            .Select(fact => (fact.Tick.Deployment, fact.Tick.Index))
            .ToHashSet();
        var fresh = ticks.Where(tick => known.Add((tick.Deployment, tick.Index))).ToList();
        await store.Fold([.. fresh.Select(tick => new ReadingFact(repo.Id, Stamps.Of(now), canary.Id, metric.Name, tick))], stop);
        if (fresh.Count > 0)
        {
            await bell.Ring([environment], stop);
        }

        return Results.Json(new ReadingsTaken(deployment, metric.Name, fresh.Count, ticks.Count - fresh.Count));
    }

    /// <summary>
    /// A pull request's own workflow, which its author may have written, says nothing of how a canary does. GitHub tells of every run on
    /// what and of which commit it was: who tells neither is no GitHub Actions.
    /// </summary>
    private static bool IsOfWhatLanded(WorkflowClaims run, Repository repo, Canary canary) =>
        run is { Ref: null, Sha: null } || run.Ref == $"refs/heads/{repo.DefaultBranch}" || run.Sha == canary.Sha.Hex;

    /// <summary>
    /// The canary that a deployment belongs to, by GitHub's number of it or by the id in its payload; null: none that is counted.
    /// </summary>
    private static async Task<(EnvironmentSubject, Canary, CanaryPolicy, string)?> Watched(
        PostgresStore store,
        Repository repo,
        JsonElement body,
        CancellationToken stop
    )
    {
        var text = await store.Find<PolicyFact>(repo.Id, "", repo.DefaultBranch, stop);
        if (
            !body.TryGetProperty("deployment", out var asked)
            || text is null
            || PolicyReader.Read(text.Text).Policy?.Canary is not { } policy
        )
        {
            return null;
        }

        var subject = new EnvironmentSubject(repo.Id, policy.PromoteTo);
        if ((await store.Ledger<EnvironmentLedger>(subject, stop)).Value?.Canary is not { StageSince: not null } canary)
        {
            return null;
        }

        var stage = Ticks.Stage(canary, policy);
        var isIt = asked.ValueKind switch
        {
            JsonValueKind.String => asked.ValueEquals(stage),
            JsonValueKind.Number when asked.TryGetInt64(out var id) => (
                await store.Find<DeploymentFact>(repo.Id, policy.Environment, Numbers.Key(id), stop)
            )
                ?.Deployment
                .Payload
                ?.Id == stage,
            _ => false,
        };
        return isIt ? (subject, canary, policy, stage) : null;
    }
}

/// <param name="Taken">Ticks that are new.</param>
/// <param name="Known">Ticks that had come before.</param>
internal sealed record ReadingsTaken(string Deployment, string Metric, int Taken, int Known);
