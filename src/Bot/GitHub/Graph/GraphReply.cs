using System.Text.Json.Nodes;
using Sluice.Bot.GitHub.Wire;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub.Graph;

/// <summary>GitHub's answer to many fields: each has a value, or an error that names it.</summary>
internal sealed record GraphReply(JsonObject? Data, GraphError[]? Errors)
{
    /// <summary>It was not run, for something in it is written wrongly: nothing of it was done.</summary>
    public bool IsMiswritten => Failure is { Locations: [_, ..] };

    private GraphError? Failure => Data is null ? Errors?.FirstOrDefault() : null;

    public Answer<JsonObject> Of(string alias, DateTimeOffset now)
    {
        var error = Failure ?? (Errors ?? []).FirstOrDefault(error => error.Path is [{ } first, ..] && first.ToString() == alias);
        // Names no field: whatever is missing may be so for it.
        var ofAll = (Errors ?? []).FirstOrDefault(error => error.Path is null or []);
        return error is not null ? GraphJudging.Judge<JsonObject>(error, now)
            : Data?[alias] is JsonObject value ? new Answer<JsonObject>.Made(value)
            : ofAll is not null ? GraphJudging.Judge<JsonObject>(ofAll, now)
            : new Answer<JsonObject>.Refused("GraphQL: no such thing, or none that the App may see", 404);
    }
}
