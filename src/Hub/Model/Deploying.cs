using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>Deployments and what is said of them.</summary>
public sealed class Deploying(World world)
{
    private const string Permission = "deployments";
    private const int LongestDescription = 140;
    private static readonly string[] States = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];

    /// <summary>
    /// A deployment, or a sentence where GitHub merged the default branch into the ref instead and deployed nothing: the trap of
    /// <c>auto_merge</c>, which is on unless switched off.
    /// </summary>
    public Answer<(Deployment? Deployment, string? AutoMerged)> Create(Caller caller, Repository repository, DeploymentDraft draft)
    {
        if (caller.Refuses(repository, Permission, Access.Write) is { } refusal)
            return refusal;
        if (repository.Resolve(draft.Ref) is not { } sha)
            return new Refusal(422, $"No ref found for: {draft.Ref}");
        if (draft.Description?.Length > LongestDescription)
            return TooLong("Deployment");
        if (draft.AutoMerge && AutoMerge(caller, repository, draft.Ref) is { } merged)
            return merged.Refusal is { } conflict ? conflict : (null, merged.Value);
        if (Unmet(repository, sha, draft) is { } unmet)
            return unmet;
        var deployment = new Deployment(world.NextId(), repository, caller.Who)
        {
            Via = (caller as Caller.Bot)?.Installation.App,
            Ref = draft.Ref,
            Sha = sha,
            Task = draft.Task,
            Environment = draft.Environment,
            OriginalEnvironment = draft.Environment,
            Description = draft.Description,
            Payload = draft.Payload?.DeepClone(),
            IsTransient = draft.IsTransient,
            IsProduction = draft.IsProduction ?? draft.Environment == "production",
            CreatedAt = world.Now,
            UpdatedAt = world.Now,
        };
        repository.Deployments.Add(deployment.Id, deployment);
        world.Emit(new DeploymentChange(deployment, caller.Who));
        return (deployment, null);
    }

    public Answer<DeploymentStatus> Tell(Caller caller, Deployment deployment, DeploymentWord word)
    {
        if (caller.Refuses(deployment.Repository, Permission, Access.Write) is { } refusal)
            return refusal;
        if (!States.Contains(word.State))
            return Refusal.Invalid("DeploymentStatus", "state", "custom", "state is not included in the list");
        if (word.Description.Length > LongestDescription)
            return TooLong("DeploymentStatus");
        deployment.Environment = word.Environment ?? deployment.Environment;
        var status = Add(deployment, word, caller);
        if (word is { State: "success", AutoInactive: true })
            Retire(deployment, caller);
        return status;
    }

    public static Refusal? Delete(Caller caller, Deployment deployment)
    {
        var repository = deployment.Repository;
        if (caller.Refuses(repository, Permission, Access.Write) is { } refusal)
            return refusal;
        var isOnly = repository.Deployments.Values.Count(d => d.Environment == deployment.Environment) == 1;
        if (deployment.IsActive && !isOnly)
            return new Refusal(422, "We cannot delete an active deployment unless it is the only deployment in a given environment.");
        repository.Deployments.Remove(deployment.Id);
        return null;
    }

    private DeploymentStatus Add(Deployment deployment, DeploymentWord word, Caller caller)
    {
        var status = new DeploymentStatus(
            world.NextId(),
            word.State,
            caller.Who,
            word.Description,
            deployment.Environment,
            word.LogUrl,
            word.EnvironmentUrl,
            world.Now
        )
        {
            Via = (caller as Caller.Bot)?.Installation.App,
        };
        deployment.Statuses.Add(status);
        deployment.UpdatedAt = world.Now;
        world.Emit(new DeploymentStatusChange(deployment, status, caller.Who));
        return status;
    }

    // Earlier successes in the same environment, but for transient and production ones.
    private void Retire(Deployment newest, Caller caller)
    {
        foreach (var earlier in newest.Repository.Deployments.Values.ToArray())
        {
            if (earlier.Id >= newest.Id || earlier.Environment != newest.Environment)
                continue;
            if (earlier.IsActive && earlier is { IsTransient: false, IsProduction: false })
                Add(earlier, new DeploymentWord("inactive"), caller);
        }
    }

    private Answer<string>? AutoMerge(Caller caller, Repository repository, string branch)
    {
        if (repository.Branch(branch) is not { } head || branch == repository.DefaultBranch)
            return null;
        if (repository.Branch(repository.DefaultBranch) is not { } tip || repository.History.IsAncestor(tip, head))
            return null;
        var merge = repository.Git.Merge(head, tip);
        if (merge.Conflicts.Length > 0)
            return new Refusal(409, $"Conflict merging {repository.DefaultBranch} into {branch}.");
        var who = world.Repos.Sign(caller.Who);
        var commit = repository.Git.Write(
            new CommitDraft(merge.Tree!, [head, tip], who, who, $"Merge {repository.DefaultBranch} into {branch}\n")
        );
        if (world.Refs.Move(caller, repository, [new RefMove($"refs/heads/{branch}", head, commit)], "deployment") is { } denial)
            return denial.ToRefusal();
        return $"Auto-merged {repository.DefaultBranch} into {branch} on deployment.";
    }

    private static Refusal? Unmet(Repository repository, string sha, DeploymentDraft draft)
    {
        var states = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var status in repository.Marks.LatestStatuses(sha))
            states[status.Context] = status.State;
        foreach (var run in repository.Marks.LatestRuns(sha))
            states[run.Name] =
                run.Conclusion is null ? "pending"
                : run.Conclusion is "success" or "neutral" or "skipped" ? "success"
                : "failure";
        var contexts = draft.RequiredContexts ?? [.. states.Keys];
        (string Context, string State)[] unmet =
        [
            .. contexts.Select(c => (c, states.GetValueOrDefault(c, "missing"))).Where(c => c.Item2 != "success"),
        ];
        if (unmet.Length == 0)
            return null;
        var error = new RefusalError("Deployment", "required_contexts", "invalid") { Contexts = unmet };
        return new Refusal(409, $"Conflict: Commit status checks failed for {draft.Ref}.", error);
    }

    private static Refusal TooLong(string resource) =>
        Refusal.Invalid(resource, "description", "custom", $"description is too long (maximum is {LongestDescription} characters)");
}
