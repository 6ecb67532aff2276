using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sluice.Hub.Limits;
using Sluice.Hub.Model;
using Sluice.Hub.Rest;

namespace Sluice.Hub.Control;

/// <summary>Sets the weather and the limits, installs Apps, and gives repositories workflows.</summary>
internal static class WeatherControl
{
    // Snake case as everywhere in the API; times as "00:00:05".
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static void Map(Routes routes, HubServer hub)
    {
        routes.Get("/_hub/weather", Need.Nothing, call => Reply.Ok(JsonSerializer.SerializeToNode(call.World.Weather, Json)));
        routes.Put("/_hub/weather", Need.Nothing, call => Set<Weather>(call, weather => call.World.Weather = Bearable(weather)));
        routes.Get("/_hub/limits", Need.Nothing, _ => Reply.Ok(JsonSerializer.SerializeToNode(hub.Toll.Numbers, Json)));
        routes.Put("/_hub/limits", Need.Nothing, call => Set<LimitNumbers>(call, numbers => hub.Toll.Numbers = numbers));
        routes.Post("/_hub/installations", Need.Nothing, Install);
        routes.Post("/_hub/repos/{owner}/{repo}/workflows", Need.Nothing, AddWorkflow);
        routes.Put("/_hub/repos/{owner}/{repo}/jobs/{id}", Need.Nothing, SetJob);
        routes.Post("/_hub/repos/{owner}/{repo}/check-runs/{id}/press", Need.Nothing, Press);
    }

    private static Weather Bearable(Weather weather)
    {
        foreach (
            var (name, time) in new[]
            {
                ("hook_delay", weather.HookDelay),
                ("shuffle_span", weather.ShuffleSpan),
                ("mergeable", weather.Mergeable ?? TimeSpan.Zero),
            }
        )
        {
            if (time < TimeSpan.Zero || time > TimeSpan.FromDays(1))
                throw new BodyFault(new Refusal(422, $"\"{name}\" is a time from 00:00:00 to 1.00:00:00, a day, and {time} is not."));
        }

        return weather;
    }

    private static Reply Set<T>(Call call, Action<T> set)
        where T : class
    {
        try
        {
            set(call.Body.Deserialize<T>(Json)!);
            return Reply.Ok(call.Body.DeepClone());
        }
        catch (JsonException fault)
        {
            return Reply.Refused(new Refusal(422, fault.Message));
        }
    }

    private static Reply Install(Call call)
    {
        var app = call.World.Apps.Values.FirstOrDefault(a => a.Slug == call.Text("app"));
        if (app is null || !call.World.Accounts.TryGetValue(call.Text("account"), out var account))
            return Reply.Refused(new Refusal(422, "There is no such App or account."));
        return Reply.Created(call.Wire.Installation(call.World.People.Install(app, account)));
    }

    private static Reply AddWorkflow(Call call)
    {
        var workflow = call.World.Actions.Add(
            call.Repository,
            call.Text("name"),
            call.Optional("event") ?? "push",
            call.Texts("jobs") ?? ["test"],
            call.Texts("inputs") ?? [],
            call.Texts("branches") ?? []
        );
        return Reply.Created(new JsonObject { ["id"] = workflow.Id, ["path"] = workflow.Path });
    }

    // A CI outside of this process takes a job with {} and ends it with {"conclusion": …}.
    private static Reply SetJob(Call call)
    {
        var id = call.Id("id");
        var job = call.Repository.WorkflowRuns.Values.SelectMany(r => r.Jobs).FirstOrDefault(j => j.Check.Id == id);
        if (job is null)
            return Reply.Refused(Refusal.NotFound);
        var output = call.Optional("summary") is { } summary ? new CheckOutput(call.Optional("title") ?? job.Name, summary, null) : null;
        var isDone = call.Optional("conclusion") is { } conclusion
            ? call.World.Actions.Finish(job, conclusion, output)
            : call.World.Actions.Start(job);
        return isDone ? Reply.NoContent : Reply.Refused(new Refusal(409, "Nobody waits for this job any more, or it is taken."));
    }

    private static Reply Press(Call call)
    {
        if (ControlApi.As(call) is not Caller.User person)
            return Reply.Refused(new Refusal(422, "Only people press buttons."));
        if (!call.Repository.Marks.RunsById.TryGetValue(call.Id("id"), out var run))
            return Reply.Refused(Refusal.NotFound);
        return call.World.Checks.Press(person.Account, call.Repository, run, call.Text("identifier")) is { } refusal
            ? Reply.Refused(refusal)
            : Reply.NoContent;
    }
}
