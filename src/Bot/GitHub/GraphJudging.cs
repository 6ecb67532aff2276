using Sluice.Bot.GitHub.Wire;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>GraphQL's own failures, which come with status 200. Half an answer is none: what is missing in it would look like what is not there.</summary>
internal static class GraphJudging
{
    public static Answer<GraphRepository> Judge(GraphAnswer answer, DateTimeOffset now)
    {
        if (answer.Errors is { Length: > 0 } errors)
        {
            var why = "GraphQL: " + string.Join("; ", errors.Take(5).Select(error => error.Message ?? error.Type ?? "an error without words"));
            return errors[0].Type switch
            {
                "NOT_FOUND" => new Answer<GraphRepository>.Refused(why, 404),
                "FORBIDDEN" or "INSUFFICIENT_SCOPES" => new Answer<GraphRepository>.Refused(why, 403),
                _ => new Answer<GraphRepository>.Later(now + TimeSpan.FromMinutes(1), why),
            };
        }

        return answer.Data?.Repository is { } repository
            ? new Answer<GraphRepository>.Made(repository)
            : new Answer<GraphRepository>.Refused("GraphQL: no such repository", 404);
    }
}
