namespace Sluice.Hub.Model;

/// <summary>
/// Something changed. Subscribers are called at once, inside the change: they take what they need and do their own work later.
/// <see cref="Name"/> and <see cref="Action"/> are those of GitHub's webhooks.
/// </summary>
public abstract record WorldEvent(string Name, string? Action, Repository? Repository, Account Sender)
{
    /// <summary>A branch or tag moved, was made (Before zeros) or deleted (After zeros).</summary>
    public sealed record Push(Repository Of, string Ref, string Before, string After, bool Forced, Account By)
        : WorldEvent("push", null, Of, By);

    /// <summary>create and delete of a branch or tag.</summary>
    public sealed record RefEvent(string Kind, Repository Of, string Ref, Account By) : WorldEvent(Kind, null, Of, By);

    /// <summary>
    /// pull_request; Before and After on synchronize, Label on labeled and unlabeled, Reason on dequeued, Was on edited (field to old
    /// value).
    /// </summary>
    public sealed record PullRequest(string What, Pull Pull, Account By) : WorldEvent("pull_request", What, Pull.Repository, By)
    {
        public string? Before { get; init; }

        public string? After { get; init; }

        public Label? Label { get; init; }

        /// <summary>Of dequeued.</summary>
        public string? Reason { get; init; }

        public SortedDictionary<string, string?> Was { get; init; } = new(StringComparer.Ordinal);
    }

    /// <summary>pull_request_review: submitted, edited, dismissed.</summary>
    public sealed record PullReview(string What, Pull Pull, Review Review, Account By)
        : WorldEvent("pull_request_review", What, Pull.Repository, By);

    /// <summary>issue_comment: created, edited (Was: the old body), deleted.</summary>
    public sealed record Comment(string What, IssueComment Subject, Account By, string? Was = null)
        : WorldEvent("issue_comment", What, Subject.Pull.Repository, By);

    /// <summary>label: created, edited, deleted.</summary>
    public sealed record LabelChange(string What, Repository Of, Label Label, Account By) : WorldEvent("label", What, Of, By);

    /// <summary>check_run: created, completed, rerequested, requested_action (with the button's identifier).</summary>
    public sealed record CheckRunChange(string What, Repository Of, CheckRun Run, Account By, string? Button = null)
        : WorldEvent("check_run", What, Of, By);

    /// <summary>status.</summary>
    public sealed record StatusChange(Repository Of, CommitStatus Status, Account By) : WorldEvent("status", null, Of, By);

    /// <summary>repository_ruleset and branch_protection_rule.</summary>
    public sealed record RulesChange(string Kind, string What, Repository Of, Account By, Ruleset? Ruleset = null, string? Branch = null)
        : WorldEvent(Kind, What, Of, By);

    /// <summary>installation: created, deleted, suspend, unsuspend, new_permissions_accepted.</summary>
    public sealed record InstallationChange(string What, Installation Subject, Account By) : WorldEvent("installation", What, null, By);

    /// <summary>installation_repositories: added, removed.</summary>
    public sealed record InstallationRepositories(string What, Installation Subject, Repository[] Changed, Account By)
        : WorldEvent("installation_repositories", What, null, By);

    /// <summary>Any other: a room that adds a kind of its own derives from this.</summary>
    public abstract record Other(string Kind, string? What, Repository? Of, Account By) : WorldEvent(Kind, What, Of, By);
}
