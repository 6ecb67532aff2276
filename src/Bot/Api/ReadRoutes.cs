using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Flow.Words;

namespace Sluice.Bot.Api;

/// <summary>The contract's JSON reads.</summary>
internal static class ReadRoutes
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    public static void MapReads(this IEndpointRouteBuilder routes)
    {
        var repository = routes.MapGroup("/api/v1/repos/{owner}/{repo}");
        repository.MapRead("/queue/{**onto}", async (Reads reads, string owner, string repo, string? onto, CancellationToken stop) => Answer(await reads.Lane(owner, repo, Branch(onto), stop)));
        routes.Map("/api/{**path}", () => Answer(null));
        repository.MapRead("/deploys", async (Reads reads, string owner, string repo, CancellationToken stop) => Answer(await reads.Deploys(owner, repo, stop)));
        repository.MapRead("/deploys/{canary}/receipt", async (Reads reads, string owner, string repo, string canary, CancellationToken stop) =>
            await reads.Receipt(owner, repo, canary, stop) is { } receipt ? Results.Text(receipt, "application/json") : Answer(null));
        repository.MapRead("/flow", async (Reads reads, string owner, string repo, AskedDays days, CancellationToken stop) =>
            await reads.Repository(owner, repo, stop) is not { } found ? Answer(null)
            : days.Number is { } number ? Answer(await reads.Flow(found, number, stop))
            : Problem.Of(StatusCodes.Status400BadRequest, AskedDays.Says));
        repository.MapRead("/review", async (Reads reads, string owner, string repo, CancellationToken stop) => Answer(await reads.Review(owner, repo, stop)));
        repository.MapRead("/pulls/{number:int}", async (Reads reads, string owner, string repo, int number, CancellationToken stop) => Answer(Told(await reads.Pull(owner, repo, number, stop))));
    }

    /// <summary>A branch's name as an address holds it: none ends in a slash.</summary>
    public static string Branch(string? path) => (path ?? "").TrimEnd('/');

    private static object? Told(PullView? pull) => pull is null ? null : new
    {
        record = JsonNode.Parse(PullRecord.Json(pull.Telling)),
        journal = pull.Story.Select(row => new { seq = row.Seq, at = row.At, subject = row.Subject, kind = row.Line.Kind, says = row.Line.Says, pulls = row.Line.Pulls }),
    };

    private static IResult Answer(object? view) => view is null ? Problem.NotFound() : Results.Json(view, Json);
}
