using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Intake.Stacks;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>Why a pull that is asked for may not go in now. The room <c>Words</c> has a sentence for each.</summary>
public abstract record Obstacle
{
    private Obstacle(PullState state, Code code, NextAction next) => (State, Code, Next) = (state, code, next);

    /// <summary>Waiting and Held keep the request; Ejected ends it.</summary>
    public PullState State { get; }

    public Code Code { get; }

    public NextAction Next { get; }

    /// <summary>When to look again by itself; null: somebody has to do something.</summary>
    public virtual DateTimeOffset? RetryAfter => null;

    /// <param name="ByTitle">Not a draft on GitHub, but its title says that it is not finished.</param>
    public sealed record Draft(bool ByTitle) : Obstacle(PullState.Waiting, Code.Draft, NextAction.MarkReady);

    public sealed record OnHold(Hold Hold) : Obstacle(PullState.Held, Code.Held, NextAction.AskMaintainer)
    {
        public override DateTimeOffset? RetryAfter => Hold.Until;
    }

    /// <param name="Lanes">Ascending as the policy names them.</param>
    public sealed record NoLane(string Base, Row<string> Lanes) : Obstacle(PullState.Held, Code.ConfigInvalid, NextAction.AskMaintainer);

    /// <summary>The branch has GitHub's own queue and the policy says to stand aside.</summary>
    public sealed record OthersQueue(string Base) : Obstacle(PullState.Held, Code.ConfigInvalid, NextAction.AskMaintainer);

    /// <summary>A ruleset has a team approve such files, which GitHub would have the bot go around.</summary>
    public sealed record TeamReview(string Base, string Path) : Obstacle(PullState.Held, Code.ConfigInvalid, NextAction.AskMaintainer);

    /// <summary>The head is not in the mirror yet.</summary>
    public sealed record Unread() : Obstacle(PullState.Waiting, Code.Queued, NextAction.Wait);

    public sealed record ChangesRequested(Row<string> By) : Obstacle(PullState.Waiting, Code.ChangesRequested, NextAction.GetApproval);

    public sealed record Unapproved(ApprovalTally Tally) : Obstacle(PullState.Waiting, Code.NotApproved, NextAction.GetApproval);

    /// <summary>Of those who own what it changes nobody has approved it, and the branch demands that.</summary>
    /// <param name="Missing">The parts of the change that nobody of their owners approved.</param>
    /// <param name="Unseen">Owners of whom GitHub does not tell the App who they are.</param>
    public sealed record Unowned(Row<Owned> Missing, Row<string> Unseen)
        : Obstacle(PullState.Waiting, Code.NotApproved, NextAction.GetApproval);

    /// <param name="On">Those that keep it, in the order in which they are named.</param>
    public sealed record DependsOn(Row<Parent> On)
        : Obstacle(PullState.Waiting, Code.DependsOn, On.All(parent => parent.MayGoOn) ? NextAction.Wait : NextAction.AskMaintainer);

    /// <summary>A fork's head that nobody with write access asked for.</summary>
    public sealed record Stranger() : Obstacle(PullState.Waiting, Code.NotApproved, NextAction.AskMaintainer);

    /// <summary>A fork's head that changes what CI runs: a maintainer who did not write it must ask for it.</summary>
    /// <param name="Guessed">Nobody knows whether CI runs it: not all that CI runs could be read.</param>
    public sealed record StrangersCi(string Path, bool Guessed = false)
        : Obstacle(PullState.Waiting, Code.NotApproved, NextAction.AskMaintainer);

    /// <summary>It doubles another pull that is in work or has landed.</summary>
    public sealed record Duplicate(Twin Twin, DateTimeOffset Again) : Obstacle(PullState.Held, Code.Duplicate, NextAction.AskMaintainer)
    {
        public override DateTimeOffset? RetryAfter => Again;
    }

    /// <summary>GitHub refuses an App without the workflows permission to push a commit that changes a workflow.</summary>
    public sealed record WorkflowEdit(Row<string> Paths) : Obstacle(PullState.Ejected, Code.WorkflowPermission, NextAction.AskMaintainer);

    public sealed record Conflict(string Base) : Obstacle(PullState.Ejected, Code.MergeConflict, NextAction.Rebase);

    public sealed record HeadFailed(Row<Check> Checks) : Obstacle(PullState.Ejected, Code.ChecksFailed, NextAction.FixAndPush);

    /// <param name="Names">Checks that are still to end; empty: none reports at all.</param>
    public sealed record HeadUnfinished(Row<string> Names, bool ForGitHub = false)
        : Obstacle(PullState.Waiting, Code.ChecksMissing, NextAction.Wait);

    /// <summary>An agent has more pulls open than it may.</summary>
    /// <param name="Whose">The agent's name.</param>
    /// <param name="Place">From 1, among those that are too many, oldest first.</param>
    public sealed record OverLimit(string Whose, int Limit, int Place, DateTimeOffset Again)
        : Obstacle(PullState.Waiting, Code.WipLimit, NextAction.Wait)
    {
        public override DateTimeOffset? RetryAfter => Again;
    }
}
