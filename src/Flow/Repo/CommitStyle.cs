namespace Sluice.Flow.Repo;

/// <summary>How a repository wants the messages of what is merged, in the words of its settings on GitHub.</summary>
/// <param name="SquashTitle"><c>PR_TITLE</c> or <c>COMMIT_OR_PR_TITLE</c>.</param>
/// <param name="SquashMessage"><c>PR_BODY</c>, <c>COMMIT_MESSAGES</c> or <c>BLANK</c>.</param>
/// <param name="MergeTitle"><c>PR_TITLE</c> or <c>MERGE_MESSAGE</c>.</param>
/// <param name="MergeMessage"><c>PR_TITLE</c>, <c>PR_BODY</c> or <c>BLANK</c>.</param>
public sealed record CommitStyle(string SquashTitle, string SquashMessage, string MergeTitle, string MergeMessage);
