using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>What opening a pull wants. Head is "branch" or "owner:branch".</summary>
public sealed record PullDraft(
    string Title,
    string Head,
    string Base,
    string? Body = null,
    bool IsDraft = false,
    bool MaintainerCanModify = false,
    Repository? HeadRepository = null
);

/// <summary>What an edit of a pull changes; null leaves alone.</summary>
public sealed record PullEdit(
    string? Title = null,
    string? Body = null,
    bool? IsOpen = null,
    string? Base = null,
    bool? MaintainerCanModify = null
);

/// <summary>The life of pull requests: opened, edited, moved with their branches, noticed as merged.</summary>
public sealed class PullMoves(World world)
{
    public Answer<Pull> Open(Caller caller, Repository repository, PullDraft draft)
    {
        if (caller.Refuses(repository, "pull_requests", Access.Write) is { } refusal)
            return refusal;
        var (owner, branch) = draft.Head.Split(':', 2) is [var o, var b] ? (o, b) : (repository.Owner.Login, draft.Head);
        var headRepository =
            draft.HeadRepository
            ?? (
                owner.Equals(repository.Owner.Login, StringComparison.OrdinalIgnoreCase)
                    ? repository
                    : world.Repositories.Values.FirstOrDefault(r =>
                        r.Parent == repository && r.Owner.Login.Equals(owner, StringComparison.OrdinalIgnoreCase)
                    )
            );
        if (repository.Branch(draft.Base) is not { } baseSha)
            return Refusal.Invalid("PullRequest", "base", "invalid");
        if (headRepository?.Branch(branch) is not { } headSha)
            return Refusal.Invalid("PullRequest", "head", "invalid");
        if (
            repository.OpenPulls.Values.Any(p => p.HeadRepository == headRepository && p.HeadBranch == branch && p.BaseBranch == draft.Base)
        )
            return Refusal.Invalid(
                "PullRequest",
                null,
                "custom",
                $"A pull request already exists for {headRepository.Owner.Login}:{branch}."
            );
        repository.Git.Borrow(headRepository.Git, headSha);
        if (repository.History.IsAncestor(headSha, baseSha))
        {
            return Refusal.Invalid(
                "PullRequest",
                null,
                "custom",
                $"No commits between {Side(repository, repository, draft.Base)} and {Side(repository, headRepository, branch)}"
            );
        }

        var pull = new Pull(world.NextId(), repository.NextNumber++, repository, caller.Who)
        {
            Title = draft.Title,
            Body = draft.Body,
            BaseBranch = draft.Base,
            BaseSha = baseSha,
            HeadRepository = headRepository,
            HeadOwner = headRepository.Owner,
            HeadBranch = branch,
            HeadSha = headSha,
            IsDraft = draft.IsDraft,
            MaintainerCanModify = draft.MaintainerCanModify && headRepository != repository,
            Via = caller switch
            {
                Caller.Bot bot => bot.Installation.App,
                Caller.OnBehalf behalf => behalf.App,
                _ => null,
            },
            CreatedAt = world.Now,
            UpdatedAt = world.Now,
            IsOpen = true,
        };
        repository.Pulls.Add(pull.Number, pull);
        SetHeadRef(pull);
        world.Emit(new WorldEvent.PullRequest("opened", pull, caller.Who));
        return pull;
    }

    public Answer<Pull> Edit(Caller caller, Pull pull, PullEdit edit)
    {
        if (RefusesEdit(caller, pull) is { } refusal)
            return refusal;
        var was = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        if (edit.Base is { } newBase && newBase != pull.BaseBranch)
        {
            if (pull.Repository.Branch(newBase) is not { } tip)
                return Refusal.Invalid("PullRequest", "base", "invalid");
            if (!pull.IsOpen)
                return Refusal.Invalid("PullRequest", "base", "custom", "Cannot change the base branch of a closed pull request.");
            was["base"] = pull.BaseBranch;
            (pull.BaseBranch, pull.BaseSha) = (newBase, tip);
        }

        if (edit.Title is not null && edit.Title != pull.Title)
            (was["title"], pull.Title) = (pull.Title, edit.Title);
        if (edit.Body is not null && edit.Body != pull.Body)
            (was["body"], pull.Body) = (pull.Body, edit.Body);
        pull.MaintainerCanModify = edit.MaintainerCanModify ?? pull.MaintainerCanModify;
        if (was.Count > 0)
            Changed(pull, "edited", caller.Who, was);
        if (edit.IsOpen == false && pull.IsOpen)
            Close(pull, caller.Who);
        if (edit.IsOpen == true && !pull.IsOpen)
            return Reopen(pull, caller.Who);
        return pull;
    }

    public Answer<Pull> SetDraft(Caller caller, Pull pull, bool isDraft)
    {
        if (RefusesEdit(caller, pull) is { } refusal)
            return refusal;
        if (pull.IsDraft == isDraft)
            return pull;
        pull.IsDraft = isDraft;
        Changed(pull, isDraft ? "converted_to_draft" : "ready_for_review", caller.Who);
        return pull;
    }

    public void Close(Pull pull, Account by)
    {
        (pull.IsOpen, pull.ClosedAt) = (false, world.Now);
        Changed(pull, "closed", by);
    }

    /// <summary>A branch moved that may be pulls' head, here or as a fork.</summary>
    internal void HeadMoved(Repository repository, string branch, string after, Account by)
    {
        foreach (var home in world.Repositories.Values.ToArray())
        {
            if (home != repository && repository.Parent != home)
                continue;
            foreach (var pull in home.OpenPulls.Values.Where(p => p.HeadRepository == repository && p.HeadBranch == branch).ToArray())
            {
                if (world.Delays.Synchronize <= TimeSpan.Zero)
                    Synchronize(pull, after, by);
                else
                    world.Agenda.After(world.Delays.Synchronize, () => Synchronize(pull, after, by));
            }
        }
    }

    /// <summary>A branch moved that may be pulls' base: those whose head it now holds are merged, once that is noticed.</summary>
    internal void BaseMoved(Repository repository, string branch, string before, string after, Account by)
    {
        var pulls = repository.OpenPulls.Values.Where(p => p.BaseBranch == branch).ToArray();
        if (pulls.Length == 0)
            return;
        if (after == Zero.Sha)
        {
            foreach (var pull in pulls)
                BaseDeleted(pull, by);
            return;
        }

        var arrivals = Arrivals.Of(repository, before, after);
        if (world.Delays.IndirectMerge <= TimeSpan.Zero)
            NoticeMerges(repository, branch, arrivals, by);
        else
            world.Agenda.After(world.Delays.IndirectMerge, () => NoticeMerges(repository, branch, arrivals, by));
    }

    /// <param name="byButton">Only then does GitHub delete the head branch: of what a push merged nobody promises that.</param>
    internal void Merged(Pull pull, Account by, string commit, bool byButton = false)
    {
        (pull.IsOpen, pull.ClosedAt, pull.MergedAt, pull.MergedBy, pull.MergeCommit) = (false, world.Now, world.Now, by, commit);
        Changed(pull, "closed", by);
        if (
            byButton
            && pull.Repository.Merging.DeleteBranch
            && !pull.IsFork
            && !BranchRules.IsProtected(pull.Repository, pull.HeadBranch)
            && pull.Repository.Branch(pull.HeadBranch) is not null
        )
            world.Refs.Apply(pull.Repository, [new RefMove($"refs/heads/{pull.HeadBranch}", null, Zero.Sha)], by, "merge");
    }

    internal void Changed(Pull pull, string action, Account by, SortedDictionary<string, string?>? was = null)
    {
        pull.UpdatedAt = world.Now;
        world.Emit(new WorldEvent.PullRequest(action, pull, by) { Was = was ?? new(StringComparer.Ordinal) });
    }

    private static Refusal? RefusesEdit(Caller caller, Pull pull)
    {
        if (caller.Refuses(pull.Repository, "pull_requests", Access.Write) is { } refusal)
            return refusal;
        var isAllowed = caller is Caller.Bot || caller.Who == pull.Author || pull.Repository.RoleOf(caller.Who) >= Role.Triage;
        return isAllowed ? null : new Refusal(403, "Must have admin rights to Repository.");
    }

    private static string Side(Repository repository, Repository of, string branch) =>
        of == repository ? branch : $"{of.Owner.Login}:{branch}";

    private Answer<Pull> Reopen(Pull pull, Account by)
    {
        if (pull.IsMerged)
            return Refusal.Invalid("PullRequest", "state", "custom", "state cannot be changed. The pull request has been merged.");
        if (pull.HeadRepository?.Branch(pull.HeadBranch) is not { } head)
        {
            return Refusal.Invalid("PullRequest", "state", "custom", $"state cannot be changed. The {pull.HeadBranch} branch was deleted.");
        }

        pull.Repository.Git.Borrow(pull.HeadRepository.Git, head);
        (pull.IsOpen, pull.ClosedAt, pull.HeadSha) = (true, null, head);
        SetHeadRef(pull);
        Changed(pull, "reopened", by);
        return pull;
    }

    private void Synchronize(Pull pull, string after, Account by)
    {
        if (!pull.IsOpen || pull.HeadSha == after)
            return;
        if (after == Zero.Sha)
        {
            Close(pull, by);
            return;
        }

        var before = pull.HeadSha;
        pull.Repository.Git.Borrow(pull.HeadRepository!.Git, after);
        pull.HeadSha = after;
        pull.Mergeability = null;
        var tip = pull.Repository.Branch(pull.BaseBranch);
        var holdsHead = tip is not null && pull.Repository.History.IsAncestor(after, tip);
        if (tip is not null && !holdsHead)
            pull.BaseSha = tip;
        DismissStaleReviews(pull);
        SetHeadRef(pull);
        pull.UpdatedAt = world.Now;
        world.Emit(new WorldEvent.PullRequest("synchronize", pull, by) { Before = before, After = after });
        // The race that landings must avoid: the base already holds this head, so nothing is left to pull and GitHub closes it.
        if (holdsHead)
            Close(pull, by);
    }

    private void NoticeMerges(Repository repository, string branch, Dictionary<string, string> arrivals, Account by)
    {
        foreach (var pull in repository.OpenPulls.Values.Where(p => p.BaseBranch == branch).ToArray())
        {
            if (arrivals.TryGetValue(pull.HeadSha, out var broughtBy))
                Merged(pull, by, broughtBy);
        }
    }

    private void BaseDeleted(Pull pull, Account by)
    {
        var into = pull.Repository.Pulls.Values.LastOrDefault(p => p.IsMerged && !p.IsFork && p.HeadBranch == pull.BaseBranch)?.BaseBranch;
        if (into is null || pull.Repository.Branch(into) is not { } tip)
        {
            Close(pull, by);
            return;
        }

        var was = new SortedDictionary<string, string?>(StringComparer.Ordinal) { ["base"] = pull.BaseBranch };
        (pull.BaseBranch, pull.BaseSha, pull.Mergeability) = (into, tip, null);
        Changed(pull, "edited", by, was);
    }

    private void DismissStaleReviews(Pull pull)
    {
        var dismisses =
            pull.Repository.Protections.GetValueOrDefault(pull.BaseBranch) is { DismissStale: true }
            || BranchRules.Active(pull.Repository, pull.BaseBranch).Any(r => r.Rule is Rule.PullRequest { DismissStale: true });
        if (!dismisses)
            return;
        foreach (var review in pull.Reviews.Values.Where(r => r.State == ReviewState.Approved))
        {
            review.State = ReviewState.Dismissed;
            world.Emit(new WorldEvent.PullReview("dismissed", pull, review, pull.Author));
        }
    }

    private static void SetHeadRef(Pull pull)
    {
        var git = pull.Repository.Git;
        git.TryUpdate([new RefChange(pull.HeadRef, git.Ref(pull.HeadRef) ?? Zero.Sha, pull.HeadSha)]);
    }
}
