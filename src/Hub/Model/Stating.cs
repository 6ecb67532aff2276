namespace Sluice.Hub.Model;

/// <summary>Commit statuses.</summary>
public sealed class Stating(World world)
{
    private const int MostPerContext = 1_000;
    private const int LongestDescription = 140;
    private static readonly string[] States = ["error", "failure", "pending", "success"];

    public Answer<CommitStatus> Set(
        Caller caller,
        Repository repository,
        string sha,
        string state,
        string? context = null,
        string? description = null,
        string? targetUrl = null
    )
    {
        if (caller.Refuses(repository, "statuses", Access.Write) is { } refusal)
            return refusal;
        if (repository.Git.Commit(sha) is not { } commit)
            return new Refusal(422, $"No commit found for SHA: {sha}");
        if (!States.Contains(state))
            return Refusal.Invalid("Status", "state", "custom", "state is not included in the list");
        if (description?.Length > LongestDescription)
            return Refusal.Invalid(
                "Status",
                "description",
                "custom",
                $"description is too long (maximum is {LongestDescription} characters)"
            );
        context = string.IsNullOrEmpty(context) ? "default" : context;
        var said = repository.Marks.StatusesOn(commit.Sha).Count(s => s.Context.Equals(context, StringComparison.OrdinalIgnoreCase));
        if (said >= MostPerContext)
            return Refusal.Invalid("Status", null, "custom", "This SHA and context has reached the maximum number of statuses.");
        var status = new CommitStatus(world.NextId(), commit.Sha, context, state, description, targetUrl, caller.Who, world.Now);
        repository.Marks.Add(status);
        world.Emit(new WorldEvent.StatusChange(repository, status, caller.Who));
        return status;
    }

    /// <summary>GitHub's one word for all contexts: pending when there is none; check runs do not count.</summary>
    public static string Combined(Repository repository, string sha)
    {
        var states = repository.Marks.LatestStatuses(sha).Select(s => s.State).ToArray();
        if (states.Any(s => s is "error" or "failure"))
            return "failure";
        return states.Length > 0 && states.All(s => s == "success") ? "success" : "pending";
    }
}
