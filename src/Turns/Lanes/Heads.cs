using System.Text.RegularExpressions;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>Whose branch a head is.</summary>
internal static partial class Heads
{
    /// <summary>
    /// Some pull asked to be merged into it once, or its rules were asked for another reason: of every base of a pull they are read, and
    /// kept.
    /// </summary>
    public static async Task<bool> WasBase(IStore store, Repository repo, string branch, CancellationToken stop) =>
        await store.Find<RulesFact>(repo.Id, "", branch, stop) is not null;

    /// <summary>The branch is the head of this pull.</summary>
    public static bool IsHead(Repository repo, PullRequest pull, string branch) => pull.HeadRef == branch && !pull.IsFork(repo.Id);

    /// <summary>
    /// Not a pull's own for as long as it is open: in another repository, the default branch, a lane, or named as those are that stay. A
    /// branch that is none of them in truth loses little: its pull lands by GitHub's button, and the branch is kept.
    /// </summary>
    public static bool Stays(Repository repo, Policy policy, PullRequest pull) =>
        pull.IsFork(repo.Id)
        || pull.HeadRef == repo.DefaultBranch
        || pull.HeadRef == pull.Base
        || policy.HasLane(repo, pull.HeadRef)
        || LongLived().IsMatch(pull.HeadRef);

    /// <summary>As git-flow, GitLab flow and trunk-based teams name them.</summary>
    [GeneratedRegex(
        "^(?:main|master|trunk|mainline|dev|devel|develop|development|next|integration|int|test|testing|qa|uat|stag(?:e|ing)|preprod|pre-prod(?:uction)?|prod|production|live|stable|release|gh-pages|(?:release|releases|stable|support|lts|env|environments?)/.+)$",
        RegexOptions.IgnoreCase
    )]
    public static partial Regex LongLived();
}
