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
        routes.Put($"{Root}/update-branch", Need.Write("pull_requests"), Update);
    }

    private static Reply IsMerged(Call call) => call.Pull().IsMerged ? Reply.NoContent : Reply.Refused(Refusal.NotFound);

    private static Reply Merge(Call call)
    {
        MergeMethod? method = (call.Optional("merge_method") ?? "merge") switch
        {
            "merge" => MergeMethod.Merge,
            "squash" => MergeMethod.Squash,
            "rebase" => MergeMethod.Rebase,
            _ => null,
        };
        if (method is null) return Reply.Refused(new Refusal(422, "Invalid request.\n\nFor 'properties/merge_method', it is not one of merge, squash, rebase."));
        var answer = call.World.Merging.MergePull(
            call.Caller, call.Pull(), method.Value, call.Optional("sha"), call.Optional("commit_title"), call.Optional("commit_message"));
        return Reply.From(answer, sha => Reply.Ok(new JsonObject
        {
            ["sha"] = sha,
            ["merged"] = true,
            ["message"] = "Pull Request successfully merged",
        }));
    }

    private static Reply Update(Call call)
    {
        var pull = call.Pull();
        return Reply.From(call.World.Merging.UpdateBranch(call.Caller, pull, call.Optional("expected_head_sha")), _ => new Reply(202, new JsonObject
        {
            ["message"] = "Updating pull request branch.",
            ["url"] = $"{call.Wire.Page(call.Repository)}/pull/{pull.Number}",
        }));
    }
}
