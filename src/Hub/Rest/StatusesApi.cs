using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Commit statuses.</summary>
internal static class StatusesApi
{
    public static void Map(Routes routes)
    {
        routes.Post("/repos/{owner}/{repo}/statuses/{sha}", Need.Write("statuses"), Create);
        routes.Get("/repos/{owner}/{repo}/commits/{ref*}/statuses", Need.Read("statuses"), All);
        routes.Get("/repos/{owner}/{repo}/commits/{ref*}/status", Need.Read("statuses"), Combined);
    }

    private static Reply Create(Call call)
    {
        var answer = call.World.Statuses.Set(
            call.Caller,
            call.Repository,
            call["sha"],
            call.Text("state"),
            call.Optional("context"),
            call.Optional("description"),
            call.Optional("target_url")
        );
        return Reply.From(answer, status => Reply.Created(call.Wire.Status(call.Repository, status)));
    }

    private static Reply All(Call call) =>
        call.Repository.Resolve(call["ref"]) is { } sha
            ? call.Page(call.Repository.Marks.StatusesOn(sha).Reverse(), s => call.Wire.Status(call.Repository, s))
            : Reply.Refused(Refusal.NotFound);

    private static Reply Combined(Call call)
    {
        var repository = call.Repository;
        if (repository.Resolve(call["ref"]) is not { } sha)
            return Reply.Refused(Refusal.NotFound);
        var latest = repository.Marks.LatestStatuses(sha).ToArray();
        var reply = call.PageIn("statuses", latest, s => call.Wire.SimpleStatus(repository, s));
        var shape = (JsonObject)reply.Body!;
        shape["state"] = Stating.Combined(repository, sha);
        shape["sha"] = sha;
        shape["repository"] = call.Wire.Repository(repository);
        shape["commit_url"] = $"{call.Wire.Of(repository)}/commits/{sha}";
        shape["url"] = $"{call.Wire.Of(repository)}/commits/{sha}/status";
        return reply;
    }
}
