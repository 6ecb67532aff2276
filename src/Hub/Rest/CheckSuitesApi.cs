using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Check suites.</summary>
internal static class CheckSuitesApi
{
    private const string Suites = "/repos/{owner}/{repo}/check-suites";

    public static void Map(Routes routes)
    {
        routes.Post(Suites, Need.Write("checks"), Create);
        routes.Get(Suites + "/{id}", Need.Read("checks"), call => Reply.Ok(call.Wire.CheckSuite(Suite(call))));
        routes.Post(Suites + "/{id}/rerequest", Need.Write("checks"), Rerequest);
        routes.Get("/repos/{owner}/{repo}/commits/{ref*}/check-suites", Need.Read("checks"), OfCommit);
    }

    public static CheckSuite Suite(Call call) =>
        call.Repository.Marks.Suites.GetValueOrDefault(call.Id("id")) ?? throw new BodyFault(Refusal.NotFound);

    private static Reply Create(Call call)
    {
        var answer = call.World.Checks.CreateSuite(call.Caller, call.Repository, call.Text("head_sha"));
        return Reply.From(answer, made => new Reply(made.IsNew ? 201 : 200, call.Wire.CheckSuite(made.Suite)));
    }

    private static Reply Rerequest(Call call) =>
        call.World.Checks.Rerequest(call.Caller, Suite(call)) is { } refusal ? Reply.Refused(refusal) : Reply.Created(new JsonObject());

    private static Reply OfCommit(Call call)
    {
        if (call.Repository.Resolve(call["ref"]) is not { } sha)
            return Reply.Refused(new Refusal(422, $"No commit found for SHA: {call["ref"]}"));
        var (app, name) = (call.QueryNumber("app_id", 0), call.Query("check_name"));
        var found = call
            .Repository.Marks.SuitesOn(sha)
            .Where(s => (app == 0 || s.App.Id == app) && (name is null || s.Runs.Any(r => r.Name == name)))
            .OrderByDescending(s => s.Id)
            .ToArray();
        return call.PageIn("check_suites", found, call.Wire.CheckSuite);
    }
}
