using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

public enum MergeMethod
{
    Merge,
    Squash,
    Rebase,
}

/// <summary>Everything that makes a commit out of two: merging pulls, branches, update-branch, reverts, test merges.</summary>
public sealed class Merging(World world)
{
    public static Refusal HeadModified { get; } = new(409, "Head branch was modified. Review and try the merge again.");

    public static Refusal BaseModified { get; } = new(405, "Base branch was modified. Review and try the merge again.");

    public static Refusal NotMergeable { get; } = new(405, "Pull Request is not mergeable");

    /// <summary>
    /// What is known now of a pull's mergeability. Asking starts the work when it is not; nobody is told when it is done.
    /// </summary>
    public Mergeability? Mergeability(Pull pull)
    {
        if (!pull.IsOpen)
            return pull.Mergeability;
        var tip = pull.Repository.Branch(pull.BaseBranch) ?? Zero.Sha;
        if (pull.Mergeability is { } known && known.Head == pull.HeadSha && known.Base == tip)
            return known.Mergeable is null ? null : known;
        pull.Mergeability = new Mergeability(pull.HeadSha, tip, null, null);
        world.Agenda.After(world.Weather.Mergeable ?? world.Delays.Mergeable, () => ComputeMergeability(pull));
        return null;
    }

    public void ComputeMergeability(Pull pull)
    {
        if (!pull.IsOpen || pull.Repository.Branch(pull.BaseBranch) is not { } tip)
            return;
        if (pull.Mergeability is { Mergeable: not null } known && known.Head == pull.HeadSha && known.Base == tip)
            return;
        var repository = pull.Repository;
        var merge = repository.Git.Merge(tip, pull.HeadSha);
        string? test = null;
        if (merge.IsClean)
        {
            test = MergeCommit(
                repository,
                tip,
                pull.HeadSha,
                merge.Tree!,
                $"Merge {pull.HeadSha} into {tip}\n",
                world.Repos.Sign(pull.Author)
            );
            var name = $"refs/pull/{pull.Number}/merge";
            repository.Git.TryUpdate([new RefChange(name, repository.Git.Ref(name) ?? Zero.Sha, test)]);
        }

        pull.Mergeability = new Mergeability(pull.HeadSha, tip, merge.IsClean, test);
    }

    public Answer<string> MergePull(
        Caller caller,
        Pull pull,
        MergeMethod method = MergeMethod.Merge,
        string? expectedHead = null,
        string? title = null,
        string? message = null
    )
    {
        var repository = pull.Repository;
        if (caller.Refuses(repository, "contents", Access.Write) is { } refusal)
            return refusal;
        if (!pull.IsOpen || pull.IsDraft)
            return pull.IsDraft && pull.IsOpen ? new Refusal(405, "Pull Request is still a draft") : NotMergeable;
        if (expectedHead is not null && expectedHead != pull.HeadSha)
            return HeadModified;
        if (RefusesMethod(repository, method) is { } notAllowed)
            return notAllowed;
        if (repository.Branch(pull.BaseBranch) is not { } tip)
            return NotMergeable;
        if (MergeRules.Refuses(caller, pull, method, tip) is { } rules)
            return rules;
        var made = method switch
        {
            MergeMethod.Merge => Merge(repository, tip, pull, caller.Who, title, message),
            MergeMethod.Squash => Squash(repository, tip, pull, caller.Who, title, message),
            _ => Rebase(repository, tip, pull, caller.Who),
        };
        if (made is null)
            return NotMergeable;
        made = world.Refs.Weathered(caller, repository, new RefMove($"refs/heads/{pull.BaseBranch}", tip, made)).New;
        if (MergeRules.RefusesCommits(caller, pull, tip, made) is { } commits)
            return commits;
        if (method != MergeMethod.Rebase)
            repository.Marks.Signed.TryAdd(made, new Signing(caller.Who, ByGitHub: true));
        if (RefMoves.DenyWorkflows(caller, repository, $"refs/heads/{pull.BaseBranch}", tip, made) is { } workflows)
            return workflows.ToRefusal();
        if (Land(pull, tip, made, caller.Who) is { } stale)
            return stale;
        return made;
    }

    /// <summary>POST /merges. The empty answer: everything is there already.</summary>
    public Answer<string?> MergeBranches(Caller caller, Repository repository, string into, string head, string? message)
    {
        if (caller.Refuses(repository, "contents", Access.Write) is { } refusal)
            return refusal;
        if (repository.Branch(into) is not { } tip)
            return new Refusal(404, "Base does not exist");
        if (repository.Resolve(head) is not { } from)
            return new Refusal(404, "Head does not exist");
        if (repository.History.IsAncestor(from, tip))
            return (string?)null;
        var merge = repository.Git.Merge(tip, from);
        if (!merge.IsClean)
            return new Refusal(409, "Merge conflict");
        var sha = MergeCommit(repository, tip, from, merge.Tree!, message ?? $"Merge {head} into {into}", world.Repos.Sign(caller.Who));
        repository.Marks.Signed.TryAdd(sha, new Signing(caller.Who, ByGitHub: true));
        var denial = world.Refs.Move(caller, repository, [new RefMove($"refs/heads/{into}", tip, sha)], "merge");
        if (denial is null)
            return sha;
        return denial.Kind is DenialKind.Classic or DenialKind.Ruleset
            ? new Refusal(409, string.Join(" ", denial.Lines))
            : denial.ToRefusal();
    }

    /// <summary>PUT update-branch: the base is merged into the head.</summary>
    public Answer<string> UpdateBranch(Caller caller, Pull pull, string? expectedHead)
    {
        if (caller.Refuses(pull.Repository, "pull_requests", Access.Write) is { } refusal)
            return refusal;
        if (expectedHead is not null && expectedHead != pull.HeadSha)
            return new Refusal(422, $"expected head sha didn’t match current head ref.");
        if (pull.HeadRepository is not { } repository || pull.Repository.Branch(pull.BaseBranch) is not { } tip)
            return NotMergeable with { Status = 422 };
        if (repository.History.IsAncestor(tip, pull.HeadSha))
            return new Refusal(422, "There are no new commits on the base branch.");
        repository.Git.Borrow(pull.Repository.Git, tip);
        var merge = repository.Git.Merge(pull.HeadSha, tip);
        if (!merge.IsClean)
            return new Refusal(422, "merge conflict between base and head");
        var sha = MergeCommit(
            repository,
            pull.HeadSha,
            tip,
            merge.Tree!,
            $"Merge branch '{pull.BaseBranch}' into {pull.HeadBranch}",
            world.Repos.Sign(caller.Who)
        );
        var denial = world.Refs.Move(
            caller,
            repository,
            [new RefMove($"refs/heads/{pull.HeadBranch}", pull.HeadSha, sha)],
            "update-branch"
        );
        return denial is null ? sha : denial.ToRefusal();
    }

    /// <summary>Opens the pull that undoes a merged one.</summary>
    public Answer<Pull> Revert(Caller caller, Pull pull, string? title, string? body, bool isDraft)
    {
        var repository = pull.Repository;
        if (
            !pull.IsMerged
            || pull.MergeCommit is not { } landed
            || repository.Git.Commit(landed) is not { Parents: [var before, ..] } commit
        )
            return new Refusal(422, "Pull request is not merged");
        if (repository.Branch(pull.BaseBranch) is not { } tip)
            return new Refusal(422, "Base does not exist");
        var undone = repository.Git.MergeTrees(commit.Tree, repository.Git.Commit(tip)!.Tree, repository.Git.Commit(before)!.Tree);
        if (!undone.IsClean)
            return new Refusal(422, "Sorry, this pull request couldn’t be reverted automatically.");
        var who = world.Repos.Sign(caller.Who);
        var heading = $"Revert \"{pull.Title}\"";
        var sha = repository.Git.Write(new CommitDraft(undone.Tree!, [tip], who, who, $"{heading}\n\nThis reverts commit {landed}.\n"));
        var branch = $"revert-{pull.Number}-{pull.HeadBranch}";
        var denial = world.Refs.Move(caller, repository, [new RefMove($"refs/heads/{branch}", Zero.Sha, sha)], "revert");
        if (denial is not null)
            return denial.ToRefusal();
        return world.Pulls.Open(
            caller,
            repository,
            new PullDraft(title ?? heading, branch, pull.BaseBranch, body ?? $"Reverts {repository.FullName}#{pull.Number}", isDraft)
        );
    }

    private static Refusal? RefusesMethod(Repository repository, MergeMethod method) =>
        method switch
        {
            MergeMethod.Merge when !repository.Merging.AllowMerge => new Refusal(405, "Merge commits are not allowed on this repository."),
            MergeMethod.Squash when !repository.Merging.AllowSquash => new Refusal(
                405,
                "Squash merges are not allowed on this repository."
            ),
            MergeMethod.Rebase when !repository.Merging.AllowRebase => new Refusal(
                405,
                "Rebase merges are not allowed on this repository."
            ),
            _ => null,
        };

    private static string MergeCommit(Repository repository, string first, string second, string tree, string message, Signature who) =>
        repository.Git.Write(new CommitDraft(tree, [first, second], who, who, message));

    private string? Merge(Repository repository, string tip, Pull pull, Account by, string? title, string? message)
    {
        var merge = repository.Git.Merge(tip, pull.HeadSha);
        var text =
            $"{title ?? $"Merge pull request #{pull.Number} from {pull.HeadOwner.Login}/{pull.HeadBranch}"}\n\n{message ?? pull.Title}";
        return merge.IsClean ? MergeCommit(repository, tip, pull.HeadSha, merge.Tree!, text, world.Repos.Sign(by)) : null;
    }

    private string? Squash(Repository repository, string tip, Pull pull, Account by, string? title, string? message)
    {
        var merge = repository.Git.Merge(tip, pull.HeadSha);
        if (!merge.IsClean)
            return null;
        var text = message is "" ? "" : $"\n\n{message ?? pull.Body}";
        return repository.Git.Write(
            new CommitDraft(
                merge.Tree!,
                [tip],
                world.Repos.Sign(pull.Author),
                world.Repos.Sign(by),
                $"{title ?? $"{pull.Title} (#{pull.Number})"}{text}".TrimEnd()
            )
        );
    }

    private string? Rebase(Repository repository, string tip, Pull pull, Account by)
    {
        var onto = tip;
        foreach (var commit in repository.History.Between(tip, pull.HeadSha).Where(c => c.Parents.Length == 1))
        {
            var git = repository.Git;
            var picked = git.MergeTrees(git.Commit(commit.Parents[0])!.Tree, git.Commit(onto)!.Tree, commit.Tree);
            if (!picked.IsClean)
                return null;
            onto = git.Write(new CommitDraft(picked.Tree!, [onto], commit.Author, world.Repos.Sign(by), commit.Message));
        }

        return onto;
    }

    private Refusal? Land(Pull pull, string tip, string sha, Account by)
    {
        var name = $"refs/heads/{pull.BaseBranch}";
        if (pull.Repository.Branch(pull.BaseBranch) != tip)
            return BaseModified;
        // Closed as merged first, so that the base's move does not find it again.
        (pull.IsOpen, pull.MergeCommit) = (false, sha);
        if (world.Refs.Apply(pull.Repository, [new RefMove(name, tip, sha)], by, "merge") is not null)
        {
            (pull.IsOpen, pull.MergeCommit) = (true, null);
            return BaseModified;
        }

        world.Pulls.Merged(pull, by, sha, byButton: true);
        return null;
    }
}
