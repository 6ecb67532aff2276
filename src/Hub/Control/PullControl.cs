using System.Text.Json.Nodes;
using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Hub.Rest;

namespace Sluice.Hub.Control;

/// <summary>People at work: commits, pulls, reviews, merges.</summary>
internal static class PullControl
{
    private const string Root = "/_hub/repos/{owner}/{repo}";

    public static void Map(Routes routes)
    {
        routes.Post(
            $"{Root}/commits",
            Need.Nothing,
            call => Reply.From(Commit(call, call.Repository), sha => Reply.Created(new JsonObject { ["sha"] = sha }))
        );
        routes.Post($"{Root}/pulls", Need.Nothing, Open);
        routes.Patch($"{Root}/pulls/{{number}}", Need.Nothing, Edit);
        routes.Post($"{Root}/pulls/{{number}}/reviews", Need.Nothing, Review);
        routes.Put($"{Root}/pulls/{{number}}/merge", Need.Nothing, Merge);
        routes.Delete($"{Root}/branches/{{branch*}}", Need.Nothing, DeleteBranch);
    }

    // {as, branch, message, files, from?, author?: {name, email}}: pushed as the person would, rules and all.
    private static Answer<string> Commit(Call call, Repository repository)
    {
        var caller = ControlApi.As(call);
        var branch = call.Optional("branch") ?? call.Text("head");
        var name = $"refs/heads/{branch}";
        var now = repository.Branch(branch);
        var parent = now ?? repository.Resolve(call.Optional("from") ?? call.Optional("base") ?? repository.DefaultBranch);
        if (parent is null)
            return new Refusal(422, "There is no commit to start from.");
        var (git, who) = (repository.Git, call.World.Repos.Sign(caller.Who));
        if (call.Object("author") is { } given)
            who = who with { Name = given.Text("name") ?? who.Name, Email = given.Text("email") ?? who.Email };
        var tree = TreeEdit.Apply(git, git.Commit(parent)!.Tree, ControlApi.Files(call));
        var sha = git.Write(new CommitDraft(tree, [parent], who, who, call.Optional("message") ?? call.Optional("title") ?? "Change"));
        var denial = call.World.Refs.Move(caller, repository, [new RefMove(name, now ?? Zero.Sha, sha)], "push");
        return denial is null ? sha : denial.ToRefusal();
    }

    // {as, title, head, base?, body?, draft?, files?, head_repository?}: with files, they are committed on head first.
    private static Reply Open(Call call)
    {
        var (repository, into) = (call.Repository, call.Optional("base") ?? call.Repository.DefaultBranch);
        var from = ControlApi.Named(call, "head_repository") ?? repository;
        if (call.Body.ContainsKey("files") && Commit(call, from).Refusal is { } refusal)
            return Reply.Refused(refusal);
        var draft = new PullDraft(
            call.Text("title"),
            call.Text("head"),
            into,
            call.Optional("body"),
            call.Flag("draft") ?? false,
            HeadRepository: from
        );
        return Reply.From(call.World.Pulls.Open(ControlApi.As(call), repository, draft), pull => Reply.Created(call.Wire.Pull(pull)));
    }

    private static Reply Edit(Call call)
    {
        var caller = ControlApi.As(call);
        bool? isOpen = call.Optional("state") is { } state ? state == "open" : null;
        var edit = new PullEdit(call.Optional("title"), call.Optional("body"), isOpen, call.Optional("base"));
        var answer = call.World.Pulls.Edit(caller, call.Pull(), edit);
        if (!answer.IsRefused && call.Flag("draft") is { } isDraft)
            answer = call.World.Pulls.SetDraft(caller, call.Pull(), isDraft);
        return Reply.From(answer, pull => Reply.Ok(call.Wire.Pull(pull)));
    }

    private static Reply Review(Call call)
    {
        ReviewState? state = call.Text("state") switch
        {
            "approve" => ReviewState.Approved,
            "request_changes" => ReviewState.ChangesRequested,
            "comment" => ReviewState.Commented,
            _ => null,
        };
        if (state is null)
            return Reply.Refused(new Refusal(422, "\"state\" is one of approve, request_changes, comment."));
        var answer = call.World.Reviews.Submit(ControlApi.As(call), call.Pull(), state.Value, call.Optional("body"));
        return Reply.From(answer, review => Reply.Created(call.Wire.Review(call.Pull(), review)));
    }

    private static Reply Merge(Call call)
    {
        if (ControlApi.Word<MergeMethod>(call.Optional("method") ?? "merge") is not { } method)
            return Reply.Refused(new Refusal(422, "\"method\" is one of merge, squash, rebase."));
        return Reply.From(
            call.World.Merging.MergePull(ControlApi.As(call), call.Pull(), method),
            sha => Reply.Ok(new JsonObject { ["sha"] = sha })
        );
    }

    private static Reply DeleteBranch(Call call)
    {
        var move = new RefMove($"refs/heads/{call["branch"]}", null, Zero.Sha, true);
        var denial = call.World.Refs.Move(ControlApi.As(call), call.Repository, [move], "api");
        return denial is null ? Reply.NoContent : Reply.Refused(denial.ToRefusal());
    }
}
