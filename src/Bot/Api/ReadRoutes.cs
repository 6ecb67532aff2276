using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Flow.Flows;

namespace Sluice.Bot.Api;

/// <summary>The contract's JSON reads.</summary>
internal static class ReadRoutes
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static void MapReads(this IEndpointRouteBuilder routes)
    {
        var repository = routes.MapGroup("/api/v1/repos/{owner}/{repo}");
        repository
            .MapRead(
                "/queue/{**onto}",
                async (HttpContext http, Reads reads, string owner, string repo, string? onto, AskedPage page, CancellationToken stop) =>
                    await reads.Lane(owner, repo, Branch(onto), stop) is { } lane
                        ? Answer(page, () => lane with { Entries = page.Of(lane.Entries, http) })
                        : Problem.NotFound()
            )
            .Says(
                new Described(
                    "queue",
                    "A lane: who is in line, what is built, what keeps it. The pages are of its entries.",
                    typeof(LaneView)
                )
                {
                    Asks = AskedPage.Asks,
                }
            );
        repository
            .MapRead(
                "/deploys",
                async (HttpContext http, Reads reads, string owner, string repo, AskedPage page, CancellationToken stop) =>
                    await reads.Deploys(owner, repo, stop) is { } deploys ? Answer(page, () => page.Of(deploys, http)) : Problem.NotFound()
            )
            .Says(
                new Described("deploys", "Deployments, newest first within each environment.", typeof(IReadOnlyList<DeployView>))
                {
                    Asks = AskedPage.Asks,
                }
            );
        repository
            .MapRead(
                "/deploys/queue",
                async (Reads reads, string owner, string repo, CancellationToken stop) =>
                    await reads.Repository(owner, repo, stop) is { } found
                        ? Answer(await reads.DeployQueue(found, stop))
                        : Problem.NotFound()
            )
            .Says(
                new Described(
                    "deploy_queue",
                    "What waits for each environment, and what keeps it: a freeze (canary.freeze) says until when.",
                    typeof(IReadOnlyList<DeployQueueView>)
                )
            );
        repository
            .MapRead(
                "/deploys/{canary}/receipt",
                async (Reads reads, string owner, string repo, string canary, CancellationToken stop) =>
                    await reads.Receipt(owner, repo, canary, stop) is { } receipt
                        ? new Tagged(Encoding.UTF8.GetBytes(receipt))
                        : Problem.NotFound()
            )
            .Says(new Described("receipt", "What a canary was judged on, and the answer: docs/judge.md.", typeof(JsonElement)));
        repository
            .MapRead(
                "/shadow",
                async (Reads reads, string owner, string repo, CancellationToken stop) =>
                    await reads.Repository(owner, repo, stop) is { } found ? Answer(await reads.Shadow(found, stop)) : Problem.NotFound()
            )
            .Says(
                new Described(
                    "shadow",
                    "What the bot would have done where it only watches (canary.mode: shadow), held against what people did afterwards.",
                    typeof(ShadowView)
                )
            );
        repository
            .MapRead(
                "/flow",
                async (Reads reads, string owner, string repo, AskedDays days, CancellationToken stop) =>
                    await reads.Repository(owner, repo, stop) is not { } found ? Problem.NotFound()
                    : days.Number is { } number ? Answer(await reads.Flow(found, number, stop))
                    : Problem.Of(StatusCodes.Status400BadRequest, AskedDays.Says)
            )
            .Says(
                new Described(
                    "flow",
                    "How changes flow: lead times by stage, the bottleneck, DORA's four. Times are in seconds.",
                    typeof(FlowReport)
                )
                {
                    Asks = [AskedDays.Asks],
                }
            );
        repository
            .MapRead(
                "/review",
                async (HttpContext http, Reads reads, string owner, string repo, AskedPage page, CancellationToken stop) =>
                    await reads.Review(owner, repo, stop) is { } review
                        ? Answer(page, () => review with { Waiting = page.Of(review.Waiting, http) })
                        : Problem.NotFound()
            )
            .Says(new Described("review", "What waits for people, by expected harm a line.", typeof(ReviewView)) { Asks = AskedPage.Asks });
        repository
            .MapRead(
                "/pulls/{number:int}",
                async (HttpContext http, Reads reads, string owner, string repo, int number, AskedPage page, CancellationToken stop) =>
                    await reads.Pull(owner, repo, number, stop) is { } pull
                        ? Answer(page, () => PullAnswer.Of(pull, page, http))
                        : Problem.NotFound()
            )
            .Says(
                new Described(
                    "pull",
                    "A pull request: the record that its comment and its check run hold, and what happened to it. The pages are of its journal.",
                    typeof(PullAnswer)
                )
                {
                    Asks = AskedPage.Asks,
                }
            );
        routes.MapRead(
            "/api/v1/openapi.json",
            (IEnumerable<EndpointDataSource> sources) =>
                new Tagged(JsonSerializer.SerializeToUtf8Bytes(OpenApi.Of(sources.SelectMany(source => source.Endpoints), Json)))
        );
        routes.Map("/api/{**path}", Problem.NotFound);
    }

    /// <summary>A branch's name as an address holds it: none ends in a slash.</summary>
    public static string Branch(string? path) => (path ?? "").TrimEnd('/');

    private static IResult Answer<T>(AskedPage page, Func<T> part) =>
        page.Fault is { } fault ? Problem.Of(StatusCodes.Status400BadRequest, fault) : Answer(part());

    private static Tagged Answer<T>(T view) => new(JsonSerializer.SerializeToUtf8Bytes(view, Json));
}
