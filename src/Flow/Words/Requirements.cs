namespace Sluice.Flow.Words;

/// <summary>What each rule of admission asks for, so that "met" and "not met" say something.</summary>
internal static class Requirements
{
    /// <param name="ofAgent">An agent wrote it.</param>
    /// <returns>Null: the rule asks nothing of such a pull.</returns>
    public static string? Of(string rule, bool ofAgent) =>
        rule switch
        {
            "hold" => "nobody holds it",
            "lane" => "its base branch has a queue",
            "draft" => "it is finished, and no draft",
            "change" => "its commits have been read",
            "workflows" => "it leaves the workflow files alone",
            "duplicate" => "nothing like it is in work or has landed lately",
            "conflicts" => "it merges with its base branch",
            "head failed" => "no required check failed on its own head",
            "changes requested" => "nobody asks for changes",
            "fork" => "it comes from this repository, or somebody with the right queued this very commit",
            "approvals" => "it has the approvals that it needs",
            "owners" => "those who own what it changes have approved it, where the branch demands that",
            "dependencies" => "what it depends on has landed, or is in line before it",
            "head unfinished" => "its own head is as far as `queue.head` asks",
            "limits" when !ofAgent => null,
            "limits" => "its agent has no more pull requests open than it may",
            _ => throw new InvalidOperationException($"there are no words for the rule {rule}"),
        };
}
