using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Merging a pull and bringing it up to date.</summary>
internal static class PullMergeApi
{
    private const string Root = "/repos/{owner}/{repo}/pulls/{number}";

    public static void Map(Routes routes)
    {
        routes.Get($"{Root}/merge", Need.Read("pull_requests"), IsMerged);
        routes.Content("PUT", $"{Root}/merge", Need.Write("contents"), Merge);
        routes.Content("PUT", $"{Root}/merge-async", Need.Write("contents"), Ask);
        routes.Get($"{Root}/merge-async/{{uuid}}", Need.Read("contents"), Asked);
        routes.Put($"{Root}/update-branch", Need.Write("pull_requests"), Update);
    }

    private static Reply IsMerged(Call call) => call.Pull().IsMerged ? Reply.NoContent : Reply.Refused(Refusal.NotFound);

    private static Reply Merge(Call call)
    {
        var answer = call.World.Merging.MergePull(
            call.Caller,
            call.Pull(),
            Method(call),
            call.Optional("sha"),
            call.Optional("commit_title"),
            call.Optional("commit_message")
        );
        return Reply.From(
            answer,
            sha =>
                Reply.Ok(
                    new JsonObject
                    {
                        ["sha"] = sha,
                        ["merged"] = true,
                        ["message"] = "Pull Request successfully merged",
                    }
                )
        );
    }

    private static MergeMethod Method(Call call) =>
        (call.Optional("merge_method") ?? "merge") switch
        {
            "merge" => MergeMethod.Merge,
            "squash" => MergeMethod.Squash,
            "rebase" => MergeMethod.Rebase,
            var other => throw new BodyFault(
                new Refusal(422, $"Invalid request.\n\nFor 'properties/merge_method', {other} is not one of merge, squash, rebase.")
            ),
        };

    private static Reply Ask(Call call)
    {
        var answer = call.World.MergeRequests.Ask(
            call.Caller,
            call.Pull(),
            Method(call),
            call.Optional("merge_action") ?? "default",
            call.Optional("sha"),
            call.Optional("commit_title"),
            call.Optional("commit_message")
        );
        return Reply.From(answer, asked => new Reply(asked.Status, asked.State is "pending" ? Pending(asked) : Done(asked)));
    }

    private static Reply Asked(Call call) =>
        call.World.MergeRequests.Find(call.Pull(), call["uuid"]) is { } asked
            ? Reply.Ok(asked.State is "pending" ? Pending(asked) : Done(asked))
            : Reply.Refused(Refusal.NotFound);

    private static JsonObject Pending(MergeRequest asked) =>
        new()
        {
            ["status"] = "pending",
            ["details"] = new JsonObject
            {
                ["message"] = asked.Message,
                ["uuid"] = asked.Id,
                ["merge_method"] = asked.Method.ToString().ToLowerInvariant(),
                ["merge_action"] = asked.Action,
                ["expected_head_sha"] = asked.Head,
            },
        };

    private static JsonObject Done(MergeRequest asked)
    {
        var details = new JsonObject { ["message"] = asked.Message };
        if (asked.Merged is { } sha)
            details["sha"] = sha;
        return new JsonObject { ["status"] = asked.State, ["details"] = details };
    }

    private static Reply Update(Call call)
    {
        var pull = call.Pull();
        return Reply.From(
            call.World.Merging.UpdateBranch(call.Caller, pull, call.Optional("expected_head_sha")),
            _ => new Reply(
                202,
                new JsonObject
                {
                    ["message"] = "Updating pull request branch.",
                    ["url"] = $"{call.Wire.Page(call.Repository)}/pull/{pull.Number}",
                }
            )
        );
    }
}
