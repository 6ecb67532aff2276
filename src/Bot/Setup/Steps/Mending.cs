using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Bot.Doctor;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Wire;
using Sluice.Turns.Ports;
using GitHubApi = Sluice.Bot.GitHub.Api;

namespace Sluice.Bot.Setup.Steps;

/// <summary>Does what somebody pressed a button for. What GitHub refuses is told in its words.</summary>
internal sealed class Mending(GitHubApi api, long app, string address)
{
    /// <returns>Where what was made is to be seen, or why it was not.</returns>
    public Task<Answer<string>> Do(Mend mend, Room room, CancellationToken stop) =>
        mend switch
        {
            Mend.LetPass pass => LetPass(pass, room, stop),
            Mend.Guard guard => Guard(guard, room, stop),
            _ => new Proposing(api).Open(room.Repo, address, room.MayWork, stop),
        };

    private JsonObject Actor =>
        new()
        {
            ["actor_id"] = app,
            ["actor_type"] = "Integration",
            ["bypass_mode"] = "always",
        };

    /// <summary>Whoever is in the list stays in it.</summary>
    private Task<Answer<string>> LetPass(Mend.LetPass pass, Room room, CancellationToken stop)
    {
        var path = room.Repo.Path($"rulesets/{pass.Ruleset}");
        return api.Get(room.Repo.Caller(), path, GitHubJson.Default.JsonElement, stop)
            .Then(set =>
            {
                // Who may not change the ruleset is not shown the list: a list of the App alone would throw the others out.
                if (!set.TryGetProperty("bypass_actors", out var known) || known.ValueKind != JsonValueKind.Array)
                {
                    return Task.FromResult<Answer<string>>(
                        new Answer<string>.Refused("GitHub does not show the App who is in the bypass list")
                    );
                }

                var others = JsonNode
                    .Parse(known.GetRawText())!
                    .AsArray()
                    .Where(actor => (long?)actor?["actor_id"] != app || (string?)actor?["actor_type"] != "Integration")
                    .Select(actor => actor?.DeepClone());
                return Send(
                    HttpMethod.Put,
                    room,
                    path,
                    new JsonObject { ["bypass_actors"] = new JsonArray([.. others, Actor]) },
                    pass.Where,
                    stop
                );
            });
    }

    private Task<Answer<string>> Guard(Mend.Guard guard, Room room, CancellationToken stop) =>
        Send(
            HttpMethod.Post,
            room,
            room.Repo.Path($"rulesets"),
            new JsonObject
            {
                ["name"] = $"Only the merge queue moves {guard.Branch}",
                ["target"] = "branch",
                ["enforcement"] = "active",
                ["conditions"] = new JsonObject
                {
                    ["ref_name"] = new JsonObject
                    {
                        ["include"] = new JsonArray($"refs/heads/{guard.Branch}"),
                        ["exclude"] = new JsonArray(),
                    },
                },
                ["rules"] = new JsonArray(new JsonObject { ["type"] = "update" }),
                ["bypass_actors"] = new JsonArray(Actor),
            },
            guard.Where,
            stop
        );

    private Task<Answer<string>> Send(HttpMethod method, Room room, string path, JsonObject body, string where, CancellationToken stop) =>
        api.Send(
                room.Repo.Caller(),
                method,
                path,
                JsonSerializer.SerializeToElement(body),
                GitHubJson.Default.JsonElement,
                GitHubJson.Default.JsonElement,
                stop
            )
            .Map(_ => where);
}
