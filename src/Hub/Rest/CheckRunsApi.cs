using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Check runs.</summary>
internal static class CheckRunsApi
{
    private const string Runs = "/repos/{owner}/{repo}/check-runs";

    public static void Map(Routes routes)
    {
        routes.Post(Runs, Need.Write("checks"), Create);
        routes.Get(Runs + "/{id}", Need.Read("checks"), call => Reply.Ok(call.Wire.CheckRun(call.Repository, Run(call))));
        routes.Patch(Runs + "/{id}", Need.Write("checks"), Update);
        routes.Get(Runs + "/{id}/annotations", Need.Read("checks"), Annotations);
        routes.Post(Runs + "/{id}/rerequest", Need.Write("checks"), Rerequest);
        routes.Get("/repos/{owner}/{repo}/commits/{ref*}/check-runs", Need.Read("checks"), OfCommit);
        routes.Get("/repos/{owner}/{repo}/check-suites/{id}/check-runs", Need.Read("checks"), OfSuite);
    }

    private static Reply Create(Call call)
    {
        var answer = call.World.Checks.Create(call.Caller, call.Repository, call.Text("name"), call.Text("head_sha"), Report(call));
        return Reply.From(answer, run => Reply.Created(call.Wire.CheckRun(call.Repository, run)));
    }

    private static Reply Update(Call call)
    {
        var answer = call.World.Checks.Update(call.Caller, call.Repository, Run(call), Report(call) with { Name = call.Optional("name") });
        return Reply.From(answer, run => Reply.Ok(call.Wire.CheckRun(call.Repository, run)));
    }

    private static Reply Annotations(Call call)
    {
        var run = Run(call);
        return call.Page(run.Annotations, a => call.Wire.Annotation(call.Repository, run, a));
    }

    private static Reply Rerequest(Call call) =>
        call.World.Checks.Rerequest(call.Caller, call.Repository, Run(call)) is { } refusal
            ? Reply.Refused(refusal)
            : Reply.Created(new JsonObject());

    private static Reply OfCommit(Call call) =>
        call.Repository.Resolve(call["ref"]) is { } sha
            ? List(call, call.Query("filter") == "all" ? call.Repository.Marks.RunsOn(sha) : call.Repository.Marks.LatestRuns(sha))
            : Reply.Refused(new Refusal(422, $"No commit found for SHA: {call["ref"]}"));

    private static Reply OfSuite(Call call)
    {
        var suite = CheckSuitesApi.Suite(call);
        return List(call, call.Query("filter") == "all" ? suite.Runs : suite.LatestRuns);
    }

    // Newest first, as GitHub lists them.
    private static Reply List(Call call, IEnumerable<CheckRun> runs)
    {
        var (name, status, app) = (call.Query("check_name"), call.Query("status"), call.QueryNumber("app_id", 0));
        var found = runs.Where(r =>
                (name is null || r.Name == name) && (status is null || r.Status == status) && (app == 0 || r.App.Id == app)
            )
            .OrderByDescending(r => r.Id)
            .ToArray();
        return call.PageIn("check_runs", found, r => call.Wire.CheckRun(call.Repository, r));
    }

    private static CheckRun Run(Call call) =>
        call.Repository.Marks.RunsById.GetValueOrDefault(call.Id("id")) ?? throw new BodyFault(Refusal.NotFound);

    private static CheckReport Report(Call call) =>
        new()
        {
            Status = call.Optional("status"),
            Conclusion = call.Optional("conclusion"),
            ExternalId = call.Optional("external_id"),
            DetailsUrl = call.Optional("details_url"),
            StartedAt = call.Body.When("started_at"),
            CompletedAt = call.Body.When("completed_at"),
            Output = call.Object("output") is { } output ? Output(output) : null,
            Actions = call.List("actions") is null ? null : [.. call.Body.Objects("actions").Select(Action)],
        };

    private static CheckOutput Output(JsonObject output) =>
        new(
            output.TextOrNull("title"),
            output.Needed("summary"),
            output.TextOrNull("text"),
            [.. output.Objects("annotations").Select(Annotation)]
        );

    private static CheckAnnotation Annotation(JsonObject shape) =>
        new(
            shape.Needed("path"),
            shape.NumberOrNull("start_line") ?? throw Call.Missing("start_line"),
            shape.NumberOrNull("end_line") ?? throw Call.Missing("end_line"),
            shape.NumberOrNull("start_column"),
            shape.NumberOrNull("end_column"),
            shape.Needed("annotation_level"),
            shape.Needed("message"),
            shape.TextOrNull("title"),
            shape.TextOrNull("raw_details")
        );

    private static CheckAction Action(JsonObject shape) =>
        new(shape.Needed("label"), shape.Needed("description"), shape.Needed("identifier"));
}
