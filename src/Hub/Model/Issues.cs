namespace Sluice.Hub.Model;

/// <summary>Issues: opened, edited, closed and pinned.</summary>
public sealed class Issues(World world)
{
    /// <summary>GitHub pins no more of a repository.</summary>
    public const int MostPinned = 3;

    private const int LongestTitle = 256;

    public Answer<Issue> Open(Caller caller, Repository repository, string title, string? body)
    {
        if (caller.Refuses(repository, "issues", Access.Write) is { } refusal)
            return refusal;
        if (Refuses(title, body) is { } invalid)
            return invalid;
        var issue = new Issue(world.NextId(), repository.NextNumber++, repository, caller.Who, title)
        {
            Via = (caller as Caller.Bot)?.Installation.App,
            Body = body,
            CreatedAt = world.Now,
            UpdatedAt = world.Now,
        };
        repository.Issues.Add(issue.Number, issue);
        return issue;
    }

    /// <param name="state">open or closed; null: as it is.</param>
    public Answer<Issue> Edit(Caller caller, Issue issue, string? title, string? body, string? state, string? reason)
    {
        if (Talking.RefusesIssue(caller, issue) is { } refusal)
            return refusal;
        if (Refuses(title ?? issue.Title, body ?? issue.Body) is { } invalid)
            return invalid;
        if (state is not (null or "open" or "closed"))
            return Refusal.Invalid("Issue", "state", "invalid");
        (issue.Title, issue.Body, issue.UpdatedAt) = (title ?? issue.Title, body ?? issue.Body, world.Now);
        if (state is not null && (state == "open") != issue.IsOpen)
        {
            issue.IsOpen = state == "open";
            issue.ClosedAt = issue.IsOpen ? null : world.Now;
            issue.StateReason = issue.IsOpen ? "reopened" : reason ?? "completed";
        }

        return issue;
    }

    /// <summary>A pinned one that is pinned again stays where it is.</summary>
    public static Answer<Issue> Pin(Caller caller, Issue issue, bool isPinned)
    {
        if (Talking.RefusesIssue(caller, issue) is { } refusal)
            return refusal;
        if (isPinned && !issue.IsPinned && issue.Repository.Issues.Values.Count(other => other.IsPinned) >= MostPinned)
            return new Refusal(422, "Maximum 3 pinned issues per repository");
        issue.IsPinned = isPinned;
        return issue;
    }

    private static Refusal? Refuses(string title, string? body) =>
        string.IsNullOrWhiteSpace(title) ? Refusal.Invalid("Issue", "title", "missing_field")
        : title.Length > LongestTitle ? Refusal.Invalid("Issue", "title", "custom", "title is too long (maximum is 256 characters)")
        : body?.Length > Talking.LongestBody
            ? Refusal.Invalid("Issue", "body", "custom", $"body is too long (maximum is {Talking.LongestBody} characters)")
        : null;
}
