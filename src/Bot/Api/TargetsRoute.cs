using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Store;
using Sluice.Bot.Visiting;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Api;

/// <summary><c>POST …/targets/{pull}</c>: CI says what a pull request affects.</summary>
internal static class TargetsRoute
{
    private const int Most = 10_000;
    private const int Longest = 500;

    private const string Body = """
        {"type":"object","required":["targets"],"properties":{
          "targets":{"type":"array","maxItems":10000,"items":{"type":"string","minLength":1,"maxLength":500}},
          "head":{"type":"string","description":"What it was found of; refused where the head has moved."}}}
        """;

    public static void MapTargets(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var (uploads, store) = (services.GetRequiredService<Uploads>(), services.GetRequiredService<PostgresStore>());
        var books = new Books(store, services.GetRequiredService<IBell>(), services.GetRequiredService<TimeProvider>());
        routes
            .MapWrite(
                "/api/v1/repos/{owner}/{repo}/targets/{number:int}",
                (HttpContext http, string owner, string repo, int number, CancellationToken stop) =>
                    uploads.Take(
                        http,
                        owner,
                        repo,
                        ApiScopes.Targets,
                        async upload =>
                            await store.Find<PullFact>(upload.Into.Id, "", Numbers.Key(number), stop) is { Pull: { } pull }
                                ? await Take(books, upload.Into, pull, upload.Body, stop)
                                : Problem.NotFound()
                    )
            )
            .Says(
                new Described("targets", "CI says what a pull request affects, for its present head.", typeof(TargetsTaken))
                {
                    Takes = Body,
                    Scope = ApiScopes.Targets,
                }
            );
    }

    private static async Task<IResult> Take(Books books, Repository into, PullRequest pull, JsonElement body, CancellationToken stop)
    {
        if (Targets(body) is not { } targets)
        {
            return Problem.Of(
                StatusCodes.Status400BadRequest,
                $"targets is a list of at most {Most} names, each of at most {Longest} characters."
            );
        }

        if (body.TryGetProperty("head", out var told) && (told.ValueKind != JsonValueKind.String || !told.ValueEquals(pull.Head.Hex)))
        {
            return Problem.Of(
                StatusCodes.Status409Conflict,
                $"#{pull.Number} stands at {pull.Head.Hex}: what was found of another head is not kept."
            );
        }

        await books.Tell([new TargetsFact(into.Id, books.Stamp, pull.Number, pull.Head, targets)], stop);
        return Results.Json(new TargetsTaken(pull.Number, pull.Head.Hex, targets.Count));
    }

    private static Row<string>? Targets(JsonElement body)
    {
        if (!body.TryGetProperty("targets", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > Most)
        {
            return null;
        }

        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
        {
            if (
                item.ValueKind != JsonValueKind.String
                || item.GetString() is not { Length: > 0 and <= Longest } name
                || name.Any(char.IsControl)
            )
            {
                return null;
            }

            names.Add(name);
        }

        return names.ToRow();
    }
}

internal sealed record TargetsTaken(int Pull, string Head, int Targets);
