using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>
/// Rulesets made and changed by whoever administers the repository: their name, branches and bypass list, and rules without parameters.
/// </summary>
internal static class RulesetWrites
{
    public static Reply Create(Call call)
    {
        var (name, rules) = (call.Text("name"), new List<Rule>());
        if (call.Optional("enforcement") is not "active")
            return Reply.Refused(new Refusal(422, "Only rulesets that are active are made here."));
        foreach (var item in call.List("rules") ?? [])
        {
            if (Rule.Plain(item.Text("type")) is not { } rule)
                return Reply.Refused(new Refusal(422, $"Rules of the type \"{item.Text("type")}\" are not made here."));
            rules.Add(rule);
        }

        var ruleset = call.World.Rules.Add(call.Repository, name, call.Caller.Who, rules);
        if (call.Object("conditions")?["ref_name"] is JsonObject names)
        {
            ruleset.Include.Clear();
            ruleset.Include.AddRange(Texts(names["include"]));
            ruleset.Exclude.AddRange(Texts(names["exclude"]));
        }

        ruleset.Bypass.AddRange(Bypass(call) ?? []);
        return Reply.Created(call.Wire.Ruleset(call.Repository, ruleset, isFull: true));
    }

    public static Reply Change(Call call)
    {
        if (!call.Repository.Rulesets.TryGetValue(call.Id("id"), out var ruleset))
            return Reply.Refused(Refusal.NotFound);
        ruleset.Name = call.Optional("name") ?? ruleset.Name;
        if (Bypass(call) is { } actors)
        {
            ruleset.Bypass.Clear();
            ruleset.Bypass.AddRange(actors);
        }

        call.World.Rules.Changed(call.Repository, ruleset, call.Caller.Who);
        return Reply.Ok(call.Wire.Ruleset(call.Repository, ruleset, isFull: true));
    }

    private static BypassActor[]? Bypass(Call call) =>
        call.List("bypass_actors")
            ?.Select(actor => new BypassActor(
                actor.Text("actor_type") ?? throw Call.Missing("actor_type"),
                actor.Number("actor_id"),
                actor.Text("bypass_mode") ?? "always"
            ))
            .ToArray();

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(item => item.AsText() ?? "");
}
