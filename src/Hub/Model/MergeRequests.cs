namespace Sluice.Hub.Model;

/// <summary>A merge that was asked for and runs in the background. State: pending, merged, failed, enqueued.</summary>
public sealed record MergeRequest(
    string Id,
    MergeMethod Method,
    string Action,
    string Head,
    string State,
    string Message,
    string? Merged = null
)
{
    /// <summary>What the asking was answered with: 202 taken, 200 done already, 400 not ready, 409 asked already.</summary>
    public int Status { get; init; } = 202;
}

/// <summary>PUT merge-async: rules are asked only when it runs; the result is kept for a day.</summary>
public sealed class MergeRequests(World world)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly SortedDictionary<(long Pull, string Id), MergeRequest> _requests = [];

    public Answer<MergeRequest> Ask(
        Caller caller,
        Pull pull,
        MergeMethod method,
        string action,
        string? head,
        string? title,
        string? message
    )
    {
        if (caller.Refuses(pull.Repository, "contents", Access.Write) is { } refusal)
            return refusal;
        var asked = new MergeRequest(
            world.Dice.Guid().ToString(),
            method,
            action,
            head ?? pull.HeadSha,
            "pending",
            "Merge request enqueued."
        );
        if (pull.IsMerged)
            return asked with { Status = 200, State = "merged", Message = "Pull request is already merged.", Merged = pull.MergeCommit };
        if (!pull.IsOpen)
            return asked with { Status = 400, State = "failed", Message = "Pull request is closed." };
        if (pull.IsDraft)
            return asked with { Status = 400, State = "failed", Message = "Pull request is in draft state." };
        if (_requests.FirstOrDefault(r => r.Key.Pull == pull.Id && r.Value.State == "pending").Value is { } pending)
            return pending with { Status = 409, Message = "A merge request already exists for this pull request." };
        var key = (pull.Id, asked.Id);
        _requests.Add(key, asked);
        world.Agenda.After(world.Delays.IndirectMerge, () => Run(caller, pull, key, title, message));
        return asked;
    }

    public MergeRequest? Find(Pull pull, string id) => _requests.GetValueOrDefault((pull.Id, id));

    private void Run(Caller caller, Pull pull, (long Pull, string Id) key, string? title, string? message)
    {
        var asked = _requests[key];
        var answer = world.Merging.MergePull(caller, pull, asked.Method, asked.Head, title, message);
        _requests[key] = answer.Refusal is { } refusal
            ? asked with
            {
                State = "failed",
                Message = refusal.Message,
            }
            : asked with
            {
                State = "merged",
                Message = "Pull request successfully merged.",
                Merged = answer.Value,
            };
        world.Agenda.After(Kept, () => _requests.Remove(key));
    }
}
