namespace Sluice.Hub.Model;

/// <summary>A pull in GitHub's merge queue.</summary>
public sealed class QueuedPull(long id, Pull pull, Account by, DateTimeOffset at, bool jumped)
{
    public long Id { get; } = id;

    public Pull Pull { get; } = pull;

    /// <summary>The branch whose queue it is in, wherever the pull is aimed by now.</summary>
    public string Base { get; } = pull.BaseBranch;

    public Account By { get; } = by;

    public DateTimeOffset At { get; } = at;

    /// <summary>It was put before all that were there.</summary>
    public bool Jumped { get; } = jumped;

    /// <summary>The commit that is tested and would land; null: it is not its turn yet.</summary>
    public string? Head { get; set; }

    /// <summary>What <see cref="Head"/> stands on: the branch, or the entry before it.</summary>
    public string? Onto { get; set; }

    public string? Branch { get; set; }

    /// <summary>GitHub's word.</summary>
    public string State => Head is null ? "QUEUED" : "AWAITING_CHECKS";
}

/// <summary>A pull left the queue.</summary>
/// <param name="Reason">GitHub's word, such as MERGE, CI_FAILURE, CI_TIMEOUT, MERGE_CONFLICT, MANUAL.</param>
public sealed record QueueRemoval(long Id, Pull Pull, string Reason, Account By, DateTimeOffset At);

/// <summary>merge_group: checks_requested, destroyed (Reason: merged, invalidated, dequeued).</summary>
public sealed record MergeGroupChange(string Did, QueuedPull Entry, string? Reason = null)
    : WorldEvent.Other("merge_group", Did, Entry.Pull.Repository, Entry.By);
