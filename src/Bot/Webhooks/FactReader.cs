using System.Text.Json;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>What a webhook tells, as facts. Whatever it does not tell in full, or is unknown, is left to the next read of GitHub.</summary>
public static class FactReader
{
    private static readonly Wanted Pulls = Wanted.Of([
        "action",
        "repository.id",
        "sender.id",
        "sender.login",
        "sender.type",
        "label.name",
        .. PullReader.Members.Select(member => "pull_request." + member),
    ]);

    private static readonly Wanted CheckRuns = Wanted.Of([
        "action",
        "repository.id",
        .. CheckReader.Members.Select(member => "check_run." + member),
    ]);

    /// <summary>What of the commonest events, which are large, is read at all.</summary>
    /// <returns>Null: it has to be there whole.</returns>
    internal static Wanted? WantedOf(string kind) =>
        kind switch
        {
            "pull_request" => Pulls,
            "check_run" => CheckRuns,
            _ => null,
        };

    /// <param name="kind">The event's name, from <c>X-GitHub-Event</c>.</param>
    /// <param name="seen">Stamps facts for which GitHub gives no time.</param>
    public static Told Read(string kind, JsonElement body, DateTimeOffset seen)
    {
        var action = body.Text("action") ?? "";
        if (body.Number("repository", "id") is not { } repo)
        {
            return InstallationReader.Read(kind, action, body, seen);
        }

        Fact?[] facts = kind switch
        {
            "pull_request" => [PullReader.Pull(repo, action, body.At("pull_request")), PullReader.Label(repo, action, body)],
            "pull_request_review" => [PullReader.Review(repo, body)],
            "issue_comment" => [PullReader.Comment(repo, action, body), PullReader.Via(repo, body)],
            "check_run" => [CheckReader.Run(repo, body.At("check_run"), seen)],
            "status" => [CheckReader.Status(repo, body, seen), CheckReader.Signature(repo, body)],
            "push" => [BranchReader.Push(repo, body, seen)],
            "delete" => [BranchReader.Delete(repo, body, seen)],
            "deployment" or "deployment_status" => [DeploymentReader.Read(repo, body)],
            "repository" => [InstallationReader.Repository(action, body, seen)],
            _ => [],
        };
        return new([.. facts.OfType<Fact>()], Reach: false);
    }
}

/// <param name="Reach">Which repositories the App reaches has changed: GitHub must be asked.</param>
public sealed record Told(IReadOnlyList<Fact> Facts, bool Reach);
