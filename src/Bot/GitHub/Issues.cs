using System.Text.Json.Nodes;
using Sluice.Bot.GitHub.Graph;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>
/// Issues of the bot's own: found by the marker that their text begins with, opened once, edited in place, pinned while they are open.
/// </summary>
internal sealed class Issues(Api api)
{
    public Task<Answer<int>> Put(
        Repository repo,
        Self self,
        int? known,
        string marker,
        string title,
        string body,
        bool open,
        CancellationToken stop
    ) =>
        Find(repo, self, known, marker, stop)
            .Then(found =>
                (found, open) switch
                {
                    (null, false) => Task.FromResult<Answer<int>>(new Answer<int>.Made(known ?? 0)),
                    (null, true) => Open(repo, title, body, stop),
                    ({ } issue, _) => Edit(repo, issue, title, body, open, stop),
                }
            );

    /// <summary>Null: there is none.</summary>
    private Task<Answer<IssueJson?>> Find(Repository repo, Self self, int? known, string marker, CancellationToken stop) =>
        known is { } number and > 0
            ? api.Get(repo.Caller(), repo.Path($"issues/{number}"), GitHubJson.Default.IssueJson, stop)
                .Map<IssueJson, IssueJson?>(issue => issue)
                .Or(null, 404, 410)
            : api.Get(
                    repo.Caller(),
                    repo.Path($"issues?state=open&creator={Api.Part(self.Bot.Login)}&per_page=100"),
                    GitHubJson.Default.IssueJsonArray,
                    stop
                )
                .Map(all =>
                    all.FirstOrDefault(issue =>
                        issue.PullRequest is null && issue.Body?.StartsWith(marker, StringComparison.Ordinal) == true
                    )
                );

    private Task<Answer<int>> Open(Repository repo, string title, string body, CancellationToken stop) =>
        api.Send(
                repo.Caller(),
                HttpMethod.Post,
                repo.Path($"issues"),
                new IssueWriteJson(title, body, null),
                GitHubJson.Default.IssueWriteJson,
                GitHubJson.Default.IssueJson,
                stop,
                notifies: true
            )
            .Then(issue => Pinned(repo, issue, "pinIssue", stop));

    private Task<Answer<int>> Edit(Repository repo, IssueJson issue, string title, string body, bool open, CancellationToken stop) =>
        api.Send(
                repo.Caller(),
                HttpMethod.Patch,
                repo.Path($"issues/{issue.Number}"),
                new IssueWriteJson(title, body, open ? "open" : "closed"),
                GitHubJson.Default.IssueWriteJson,
                GitHubJson.Default.IssueJson,
                stop
            )
            .Then(edited =>
                (issue.State == "open") == open
                    ? Task.FromResult<Answer<int>>(new Answer<int>.Made(edited.Number))
                    : Pinned(repo, edited, open ? "pinIssue" : "unpinIssue", stop)
            );

    /// <summary>GitHub pins three issues at most, and people may have pinned others: one that is not pinned is still there.</summary>
    private async Task<Answer<int>> Pinned(Repository repo, IssueJson issue, string mutation, CancellationToken stop)
    {
        var input = mutation == "pinIssue" ? "PinIssueInput" : "UnpinIssueInput";
        var ask = new GraphFieldsAsk(
            $"mutation($input: {input}!) {{ {mutation}(input: $input) {{ issue {{ number }} }} }}",
            new JsonObject { ["input"] = new JsonObject { ["issueId"] = issue.NodeId } }
        );
        return await api.Query(repo.Caller(), GraphKind.Mutation, ask, stop) is Answer<GraphReply>.Later later
            ? new Answer<int>.Later(later.Until, later.Why) // never Undone: the issue itself is written
            : new Answer<int>.Made(issue.Number);
    }
}
