using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Labels of a repository and of its pulls.</summary>
internal static class LabelsApi
{
    private const string OfRepository = "/repos/{owner}/{repo}/labels";
    private const string OfPull = "/repos/{owner}/{repo}/issues/{number}/labels";

    public static void Map(Routes routes)
    {
        routes.Get(OfRepository, Need.Read("pull_requests"), call => call.Page(call.Repository.Labels.Values, l => Shape(call, l)));
        routes.Post(OfRepository, Need.Nothing, Create);
        routes.Get(OfRepository + "/{name}", Need.Read("pull_requests"), call => Reply.Ok(Shape(call, Named(call))));
        routes.Patch(OfRepository + "/{name}", Need.Nothing, Edit);
        routes.Delete(OfRepository + "/{name}", Need.Nothing, Delete);
        routes.Get(OfPull, Need.Read("pull_requests"), call => call.Page(call.Pull().Labels.Values, l => Shape(call, l)));
        routes.Post(OfPull, Need.Nothing, call => Full(call, call.World.Labels.Put(call.Caller, call.Pull(), Names(call))));
        routes.Put(OfPull, Need.Nothing, call => Full(call, call.World.Labels.Set(call.Caller, call.Pull(), Names(call))));
        routes.Delete(OfPull, Need.Nothing, Clear);
        routes.Delete(OfPull + "/{name}", Need.Nothing, call => Full(call, call.World.Labels.Take(call.Caller, call.Pull(), call["name"])));
    }

    private static Reply Create(Call call)
    {
        var answer = call.World.Labels.Create(
            call.Caller,
            call.Repository,
            call.Text("name"),
            call.Optional("color")?.TrimStart('#'),
            call.Optional("description")
        );
        return Reply.From(answer, label => Reply.Created(Shape(call, label)));
    }

    private static Reply Edit(Call call)
    {
        var answer = call.World.Labels.Edit(
            call.Caller,
            call.Repository,
            Named(call),
            call.Optional("new_name"),
            call.Optional("color"),
            call.Optional("description")
        );
        return Reply.From(answer, label => Reply.Ok(Shape(call, label)));
    }

    private static Reply Delete(Call call) =>
        call.World.Labels.Delete(call.Caller, call.Repository, Named(call)) is { } refusal ? Reply.Refused(refusal) : Reply.NoContent;

    private static Reply Clear(Call call) => Reply.From(call.World.Labels.Set(call.Caller, call.Pull(), []), _ => Reply.NoContent);

    // GitHub answers with all labels that the pull has now, not by pages.
    private static Reply Full(Call call, Answer<Pull> answer) =>
        Reply.From(answer, pull => Reply.Ok(new JsonArray([.. pull.Labels.Values.Select(l => Shape(call, l))])));

    // {"labels": [...]} of texts or of objects with a name, or the bare list.
    private static string[] Names(Call call)
    {
        var list = call.RawBody as JsonArray ?? call.List("labels") ?? throw Call.Missing("labels");
        return
        [
            .. list.Select(item =>
                item switch
                {
                    JsonObject named => named.Needed("name"),
                    JsonValue value when value.TryGetValue<string>(out var text) => text,
                    _ => throw new BodyFault(Refusal.Invalid("Label", "name", "invalid")),
                }
            ),
        ];
    }

    private static Label Named(Call call) =>
        call.Repository.Labels.GetValueOrDefault(call["name"]) ?? throw new BodyFault(Refusal.NotFound);

    private static JsonObject Shape(Call call, Label label) => call.Wire.Label(call.Repository, label);
}
