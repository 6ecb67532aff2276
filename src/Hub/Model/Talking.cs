namespace Sluice.Hub.Model;

/// <summary>Comments on pulls' conversations, and reactions to them.</summary>
public sealed class Talking(World world)
{
    /// <summary>As GitHub's refusal has it; what it lets through in fact is more.</summary>
    public const int LongestBody = 65_536;

    private static readonly string[] Contents = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"];

    public Answer<IssueComment> Say(Caller caller, Pull pull, string body)
    {
        if (Refuses(caller, pull.Repository, Role.Read) is { } refusal)
            return refusal;
        if (Refuses(body) is { } invalid)
            return invalid;
        var comment = new IssueComment(world.NextId(), pull, caller.Who, body)
        {
            Via = (caller as Caller.Bot)?.Installation.App,
            CreatedAt = world.Now,
            UpdatedAt = world.Now,
        };
        pull.Repository.Comments.Add(comment.Id, comment);
        pull.UpdatedAt = world.Now;
        world.Emit(new WorldEvent.Comment("created", comment, caller.Who));
        return comment;
    }

    public Answer<IssueComment> Edit(Caller caller, IssueComment comment, string body)
    {
        if (RefusesChange(caller, comment) is { } refusal)
            return refusal;
        if (Refuses(body) is { } invalid)
            return invalid;
        if (comment.Body == body)
            return comment;
        var was = comment.Body;
        (comment.Body, comment.UpdatedAt) = (body, world.Now);
        world.Emit(new WorldEvent.Comment("edited", comment, caller.Who, was));
        return comment;
    }

    public Refusal? Delete(Caller caller, IssueComment comment)
    {
        if (RefusesChange(caller, comment) is { } refusal)
            return refusal;
        comment.Pull.Repository.Comments.Remove(comment.Id);
        world.Emit(new WorldEvent.Comment("deleted", comment, caller.Who));
        return null;
    }

    /// <summary>A reaction is there once for each person and content; the flag says whether it is new. No event tells of it.</summary>
    public Answer<(Reaction Reaction, bool IsNew)> React(Caller caller, IssueComment comment, string content)
    {
        if (Refuses(caller, comment.Pull.Repository, Role.Read) is { } refusal)
            return refusal;
        if (!Contents.Contains(content))
            return Refusal.Invalid("Reaction", "content", "invalid");
        if (comment.Reactions.Values.FirstOrDefault(r => r.Author == caller.Who && r.Content == content) is { } known)
            return (known, false);
        var reaction = new Reaction(world.NextId(), caller.Who, content, world.Now);
        comment.Reactions.Add(reaction.Id, reaction);
        return (reaction, true);
    }

    public static Refusal? Unreact(Caller caller, IssueComment comment, Reaction reaction)
    {
        if (Refuses(caller, comment.Pull.Repository, Role.Read) is { } refusal)
            return refusal;
        if (reaction.Author != caller.Who)
            return new Refusal(403, "Must have admin rights to Repository.");
        comment.Reactions.Remove(reaction.Id);
        return null;
    }

    /// <summary>Hides a comment under a classifier (OUTDATED, RESOLVED, …), or shows it again.</summary>
    public static Refusal? Minimize(Caller caller, IssueComment comment, string? classifier)
    {
        if (RefusesChange(caller, comment) is { } refusal)
            return refusal;
        comment.Minimized = classifier;
        return null;
    }

    /// <summary>Whether a caller may write on conversations: an App with either permission, a person with at least this role.</summary>
    internal static Refusal? Refuses(Caller caller, Repository repository, Role needed)
    {
        var refusal = caller.Refuses(repository, "pull_requests", Access.Write);
        if (refusal is { Status: 403 } && caller is Caller.Bot && caller.Refuses(repository, "issues", Access.Write) is null)
            refusal = null;
        if (refusal is not null)
            return refusal;
        return caller is Caller.User user && repository.RoleOf(user.Account) < needed ? Refusal.NotFound : null;
    }

    /// <summary>Whether a caller may change an issue: an App with the permission, its author, or who may triage.</summary>
    internal static Refusal? RefusesIssue(Caller caller, Issue issue) =>
        caller.Refuses(issue.Repository, "issues", Access.Write) is { } refusal ? refusal
        : caller is Caller.User user && caller.Actor != issue.Author && issue.Repository.RoleOf(user.Account) < Role.Triage
            ? new Refusal(403, "Must have admin rights to Repository.")
        : null;

    private static Refusal? RefusesChange(Caller caller, IssueComment comment) =>
        Refuses(caller, comment.Pull.Repository, caller.Actor == comment.Author ? Role.Read : Role.Write);

    private static Refusal? Refuses(string body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return Refusal.Invalid("IssueComment", "body", "missing_field");
        return body.Length > LongestBody
            ? Refusal.Invalid("IssueComment", "data", "unprocessable", $"Body is too long (maximum is {LongestBody} characters)")
            : null;
    }
}
