using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>
/// GitHub's merge queues: each pull is merged onto the one before it, tested on a branch of the queue's own, and the base moves to it when
/// its required checks are green (grouping ALLGREEN). What fails leaves, and what stood on it is tested anew.
/// </summary>
public sealed class MergeQueues
{
    private const string Heads = "refs/heads/";

    private readonly World _world;
    private readonly SortedDictionary<(long Repository, string Branch), List<QueuedPull>> _queues = [];

    public MergeQueues(World world)
    {
        _world = world;
        world.Subscribe(Heard);
    }

    /// <summary>Who left, oldest first.</summary>
    public List<QueueRemoval> Removals { get; } = [];

    public static Rule.MergeQueue? RuleOf(Repository repository, string branch) =>
        BranchRules.Active(repository, branch).Select(active => active.Rule).OfType<Rule.MergeQueue>().FirstOrDefault();

    /// <summary>In order of merging.</summary>
    public IReadOnlyList<QueuedPull> Of(Repository repository, string branch) => _queues.GetValueOrDefault((repository.Id, branch)) ?? [];

    public QueuedPull? Find(Pull pull) => _queues.Values.SelectMany(queue => queue).FirstOrDefault(entry => entry.Pull == pull);

    public Answer<QueuedPull> Enqueue(Caller caller, Pull pull, string? expectedHead, bool jump)
    {
        if (
            (caller.Refuses(pull.Repository, "contents", Access.Write) ?? caller.Refuses(pull.Repository, "pull_requests", Access.Write)) is
            { } refusal
        )
            return refusal;
        if (RuleOf(pull.Repository, pull.BaseBranch) is null)
            return new Refusal(422, "The merge queue is not enabled for this branch.");
        if (!pull.IsOpen || pull.IsDraft)
            return new Refusal(422, pull.IsOpen ? "Pull request is in draft state." : "Pull request is closed.");
        if (expectedHead is not null && expectedHead != pull.HeadSha)
            return new Refusal(422, "Head branch was modified. Review and try again.");
        if (Find(pull) is not null)
            return new Refusal(422, "Pull request is already in the queue.");
        if (Unmet(pull) is { Length: > 0 } unmet)
            return new Refusal(422, string.Join(" ", unmet));
        var key = (pull.Repository.Id, pull.BaseBranch);
        if (!_queues.TryGetValue(key, out var queue))
            _queues.Add(key, queue = []);
        var entry = new QueuedPull(_world.NextId(), pull, caller.Who, _world.Now, jump);
        queue.Insert(jump ? 0 : queue.Count, entry);
        _world.Emit(new WorldEvent.PullRequest("enqueued", pull, caller.Who));
        Soon(pull.Repository, pull.BaseBranch);
        return entry;
    }

    public Answer<QueuedPull> Dequeue(Caller caller, Pull pull)
    {
        if (caller.Refuses(pull.Repository, "contents", Access.Write) is { } refusal)
            return refusal;
        if (Find(pull) is not { } entry)
            return new Refusal(422, "Pull request is not in the queue.");
        Remove(entry, "MANUAL", caller.Who);
        return entry;
    }

    // The rules that a pull meets before it comes in: all but those that the queue itself meets.
    private static string[] Unmet(Pull pull) =>
        [
            .. BranchRules
                .Active(pull.Repository, pull.BaseBranch)
                .SelectMany(active =>
                    active.Rule switch
                    {
                        Rule.PullRequest reviews when Reviewing.Approvals(pull) < reviews.Approvals =>
                        [
                            "Review required: at least one approving review is required by reviewers with write access.",
                        ],
                        Rule.StatusChecks checks => RequiredStatus.Missing(pull.Repository, pull.HeadSha, checks.Checks),
                        _ => [],
                    }
                ),
        ];

    private void Heard(WorldEvent happened)
    {
        switch (happened)
        {
            case WorldEvent.CheckRunChange { What: "completed" } or WorldEvent.StatusChange:
                foreach (var (_, branch) in _queues.Keys.Where(key => key.Repository == happened.Repository!.Id).ToArray())
                    Soon(happened.Repository!, branch);
                break;
            case WorldEvent.Push push
                when push.Ref.StartsWith(Heads, StringComparison.Ordinal) && _queues.ContainsKey((push.Of.Id, push.Ref[Heads.Length..])):
                Soon(push.Of, push.Ref[Heads.Length..]);
                break;
            case WorldEvent.PullRequest { What: "edited" } change
                when Find(change.Pull) is { } entry && entry.Base != change.Pull.BaseBranch:
                Remove(entry, "MANUAL", change.By);
                break;
            case WorldEvent.PullRequest { What: "synchronize" or "closed" or "converted_to_draft" } change
                when Find(change.Pull) is { } entry:
                Remove(entry, change.What == "closed" ? "PR_CLOSED" : "BRANCH_UPDATED", change.By);
                break;
        }
    }

    private void Soon(Repository repository, string branch) => _world.Agenda.After(TimeSpan.Zero, () => Advance(repository, branch));

    private void Advance(Repository repository, string branch)
    {
        if (RuleOf(repository, branch) is not { } rule || repository.Branch(branch) is not { } onto)
            return;
        foreach (var entry in Of(repository, branch).Take(rule.MaxBuilds).ToArray())
        {
            if (entry.Onto != onto && !Build(entry, onto, rule))
            {
                Remove(entry, "MERGE_CONFLICT", entry.By);
                return;
            }

            var stands = BranchRules
                .RequiredChecks(repository, branch)
                .Select(check => RequiredStatus.Of(repository, entry.Head!, check))
                .ToArray();
            if (stands.Contains(RequiredStatus.Stand.Failing))
            {
                Remove(entry, "CI_FAILURE", entry.By);
                return;
            }

            if (onto == repository.Branch(branch) && stands.All(stand => stand == RequiredStatus.Stand.Green))
            {
                Land(entry);
                return;
            }

            onto = entry.Head!;
        }
    }

    private bool Build(QueuedPull entry, string onto, Rule.MergeQueue rule)
    {
        var (repository, pull) = (entry.Pull.Repository, entry.Pull);
        Drop(entry, "invalidated");
        var merge = repository.Git.Merge(onto, pull.HeadSha);
        if (!merge.IsClean)
            return false;
        var who = _world.Repos.Sign(entry.By);
        (entry.Onto, entry.Branch) = (onto, $"gh-readonly-queue/{entry.Base}/pr-{pull.Number}-{onto}");
        entry.Head = repository.Git.Write(
            new CommitDraft(
                merge.Tree!,
                [onto, pull.HeadSha],
                who,
                who,
                $"Merge pull request #{pull.Number} from {pull.HeadOwner.Login}/{pull.HeadBranch}\n\n{pull.Title}"
            )
        );
        _world.Refs.Apply(repository, [new RefMove(Heads + entry.Branch, null, entry.Head)], entry.By, "merge-queue");
        _world.Emit(new MergeGroupChange("checks_requested", entry));
        var asked = entry.Head;
        _world.Agenda.After(
            rule.Timeout,
            () =>
            {
                if (entry.Head == asked && Of(repository, entry.Base).Contains(entry))
                    Remove(entry, "CI_TIMEOUT", entry.By);
            }
        );
        return true;
    }

    private void Land(QueuedPull entry)
    {
        var (pull, head) = (entry.Pull, entry.Head!);
        _queues[(pull.Repository.Id, entry.Base)].Remove(entry);
        (pull.IsOpen, pull.MergeCommit) = (false, head); // so that the push is not taken for somebody else's merge
        _world.Refs.Apply(pull.Repository, [new RefMove(Heads + entry.Base, null, head)], entry.By, "merge-queue");
        _world.Pulls.Merged(pull, entry.By, head, byButton: true);
        Left(entry, "MERGE", entry.By);
        Drop(entry, "merged");
    }

    private void Remove(QueuedPull entry, string reason, Account by)
    {
        _queues[(entry.Pull.Repository.Id, entry.Base)].Remove(entry);
        Left(entry, reason, by);
        Drop(entry, "dequeued");
        Soon(entry.Pull.Repository, entry.Base);
    }

    private void Left(QueuedPull entry, string reason, Account by)
    {
        Removals.Add(new QueueRemoval(_world.NextId(), entry.Pull, reason, by, _world.Now));
        _world.Emit(new WorldEvent.PullRequest("dequeued", entry.Pull, by) { Reason = reason });
    }

    private void Drop(QueuedPull entry, string reason)
    {
        if (entry.Branch is not { } branch)
            return;
        _world.Refs.Apply(entry.Pull.Repository, [new RefMove(Heads + branch, null, Zero.Sha)], entry.By, "merge-queue");
        _world.Emit(new MergeGroupChange("destroyed", entry, reason));
        (entry.Branch, entry.Onto, entry.Head) = (null, null, reason == "merged" ? entry.Head : null);
    }
}
