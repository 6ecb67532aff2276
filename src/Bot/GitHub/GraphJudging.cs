using Sluice.Bot.GitHub.Wire;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>
/// GraphQL's own failures, which come with status 200. Half an answer is none: what is missing in it would look like what is not there.
/// </summary>
internal static class GraphJudging
{
    private const string NotFound = "NOT_FOUND";

    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    public static Answer<GraphRepository> Judge(GraphAnswer answer, DateTimeOffset now)
    {
        if (answer.Errors is { Length: > 0 } errors)
        {
            var why = "GraphQL: " + string.Join("; ", errors.Take(5).Select(Words));
            // What was asked for is there until GitHub says of that very thing that it is not: a repository that moved shows nothing.
            return errors[0] is { Type: NotFound } error && !IsOfPull(error)
                ? new Answer<GraphRepository>.Later(now + AMinute, why)
                : Judge<GraphRepository>(errors[0], now, why);
        }

        return answer.Data?.Repository is { } repository
            ? new Answer<GraphRepository>.Made(repository)
            : new Answer<GraphRepository>.Later(now + AMinute, "GraphQL: no such repository, or none that the App may see");
    }

    public static Answer<T> Judge<T>(GraphError error, DateTimeOffset now, string? why = null)
    {
        why ??= $"GraphQL: {Words(error)}";
        return error.Type switch
        {
            NotFound => new Answer<T>.Refused(why, 404),
            "FORBIDDEN" or "INSUFFICIENT_SCOPES" => new Answer<T>.Refused(why, 403),
            "UNPROCESSABLE" => new Answer<T>.Refused(why, 422),
            _ => new Answer<T>.Later(now + AMinute, why),
        };
    }

    private static bool IsOfPull(GraphError error) => error.Path is [_, { } last] && last.ToString() == "pullRequest";

    private static string Words(GraphError error) => error.Message ?? error.Type ?? "an error without words";
}
