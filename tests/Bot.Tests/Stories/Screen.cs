using System.Text;
using System.Text.Json.Nodes;
using Sluice.Hub;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What GitHub shows, and whoever looks can read.</summary>
internal sealed class Screen(HubServer hub)
{
    private const string Data = "<!-- sluice:data ";

    /// <summary>The newest check run of the bot on the pull's head, or on another commit.</summary>
    public CheckRun? Check(Pull pull, string? head = null) => hub.World.Do(() => Runs(head ?? pull.HeadSha).MaxBy(run => run.Id));

    /// <summary>What the bot says of the sluice.yml on the pull's head.</summary>
    public IReadOnlyList<CheckRun> Config(Pull pull) => hub.World.Do(() => Runs(pull.HeadSha, "sluice / config").ToList());

    public IReadOnlyList<CheckRun> OpenChecks(Pull pull) =>
        hub.World.Do(() => Runs(pull.HeadSha).Where(run => run.Status != "completed").ToList());

    /// <summary>Whether the check has ended so.</summary>
    public bool Ended(Pull pull, string conclusion) => Check(pull)?.Conclusion == conclusion;

    /// <summary>What the bot wrote on the pull.</summary>
    public IReadOnlyList<IssueComment> Comments(Pull pull) =>
        hub.World.Do(() => hub.Shop.Comments.Values.Where(comment => comment.Pull == pull && comment.Author == hub.App.Bot).ToList());

    /// <summary>The record that the status comment ends with.</summary>
    public JsonNode? Record(Pull pull)
    {
        var body = Comments(pull).SingleOrDefault(comment => comment.Body.StartsWith("<!-- sluice -->", StringComparison.Ordinal))?.Body;
        return body?.Split(Data) is [_, var json] ? JsonNode.Parse(json[..json.LastIndexOf("-->", StringComparison.Ordinal)]) : null;
    }

    public string? Code(Pull pull) => (string?)Record(pull)?["code"];

    public bool HasReaction(IssueComment comment, string content) =>
        hub.World.Do(() => comment.Reactions.Values.Any(reaction => reaction.Author == hub.App.Bot && reaction.Content == content));

    public IReadOnlyList<string> QueueBranches() =>
        hub.World.Do(() =>
            hub
                .Shop.Branches.Select(branch => branch.Key)
                .Where(name => name.StartsWith("sluice/queue/", StringComparison.Ordinal))
                .ToList()
        );

    public string Main() => hub.World.Do(() => hub.Shop.Branch("main")!);

    /// <summary>A file's text on main, or null.</summary>
    public string? OnMain(string path) => In(Main(), path);

    public string? In(string commit, string path) =>
        hub.World.Do(() =>
            TreeEdit.At(hub.Shop.Git, hub.Shop.Git.Commit(commit)!.Tree, path) is { } entry
                ? Encoding.UTF8.GetString(hub.Shop.Git.Blob(entry.Sha)!)
                : null
        );

    /// <summary>The bot's moves of a branch.</summary>
    public IReadOnlyList<Landing> Landings(string branch = "main") =>
        hub.World.Do(() => hub.Shop.Landings.Where(move => move.Branch == branch && move.Actor == hub.App.Bot).ToList());

    /// <summary>Commits that ever were candidates.</summary>
    public IReadOnlyList<string> Candidates() =>
        hub.World.Do(() =>
            hub
                .Shop.Landings.Where(move =>
                    move.Branch.StartsWith("sluice/queue/main/", StringComparison.Ordinal) && move.After != Zero.Sha
                )
                .Select(move => move.After)
                .ToList()
        );

    /// <summary>Everything, for whoever must find out why something did not come to be.</summary>
    public string Draw() =>
        hub.World.Do(() =>
        {
            var all = new StringBuilder();
            foreach (var pull in hub.Shop.Pulls.Values)
            {
                var check = Check(pull);
                all.AppendLine(
                    $"#{pull.Number} {pull.Title} {(pull.IsMerged ? "merged" : pull.IsOpen ? "open" : "closed")} at {pull.HeadSha[..12]} [{string.Join(", ", pull.Labels.Keys)}] "
                        + $"check {check?.Status} {check?.Conclusion} {check?.Title}: {check?.Summary?.ReplaceLineEndings(" ")}"
                );
            }

            all.AppendLine(
                $"candidates: {string.Join(", ", QueueBranches())}; jobs that wait: {hub.Shop.WorkflowRuns.Values.Count(run => !run.IsCompleted)}"
            );
            foreach (var move in hub.Shop.Landings)
            {
                all.AppendLine(
                    $"{move.At:HH:mm:ss.fff} {move.Actor.Login} moved {move.Branch} from {move.Before[..12]} to {move.After[..12]}"
                );
            }

            foreach (var deployment in hub.Shop.Deployments.Values)
            {
                all.AppendLine($"{deployment.Environment} {deployment.Sha[..12]} {deployment.State} {deployment.Payload?.ToJsonString()}");
            }

            return all.ToString();
        });

    private IEnumerable<CheckRun> Runs(string sha, string name = "sluice") =>
        hub.Shop.Marks.RunsOn(sha).Where(run => run.Name == name && run.App == hub.App);
}
