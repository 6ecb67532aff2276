using Sluice.Bot.GitHub.Wire;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>
/// GraphQL's own failures, which come with status 200. Half an answer is none: what is missing in it would look like what is not there.
/// </summary>
internal static class GraphJudging
{
    public static Answer<GraphRepository> Judge(GraphAnswer answer, DateTimeOffset now)
    {
        if (answer.Errors is { Length: > 0 } errors)
        {
            var why = "GraphQL: " + string.Join("; ", errors.Take(5).Select(Words));
            return Judge<GraphRepository>(errors[0], now, why);
        }

        return answer.Data?.Repository is { } repository
            ? new Answer<GraphRepository>.Made(repository)
            : new Answer<GraphRepository>.Refused("GraphQL: no such repository", 404);
    }

    public static Answer<T> Judge<T>(GraphError error, DateTimeOffset now, string? why = null)
    {
        why ??= $"GraphQL: {Words(error)}";
        return error.Type switch
        {
            "NOT_FOUND" => new Answer<T>.Refused(why, 404),
            "FORBIDDEN" or "INSUFFICIENT_SCOPES" => new Answer<T>.Refused(why, 403),
            "UNPROCESSABLE" => new Answer<T>.Refused(why, 422),
            _ => new Answer<T>.Later(now + TimeSpan.FromMinutes(1), why),
        };
    }

    private static string Words(GraphError error) => error.Message ?? error.Type ?? "an error without words";
}
