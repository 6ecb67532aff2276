using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Ci;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Intake.Origin;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Intake.Stacks;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake;

/// <summary>Everything about one pull request at one instant: what the decider is a function of.</summary>
public sealed record PullSeen
{
    public required DateTimeOffset Now { get; init; }

    public required Repository Repo { get; init; }

    /// <summary>The App itself, as it appears as author of comments and check runs.</summary>
    public required Actor Self { get; init; }

    public required PullRequest Pull { get; init; }

    /// <summary>
    /// Where the head branch stands in truth: a commit of the bot's own, put there to land, in place of the head that <see cref="Pull"/>
    /// tells. Null: it stands at that.
    /// </summary>
    public Sha? Rewritten { get; init; }

    /// <summary>From the base branch.</summary>
    public required Policy Policy { get; init; }

    /// <summary>Faults of the policy at the base branch, when the last valid one is in force instead.</summary>
    public Row<Fault> PolicyFaults { get; init; } = [];

    /// <summary>
    /// What the head makes of sluice.yml; null: it does not touch it, or is not in the mirror yet. Told of, never obeyed.
    /// </summary>
    public Proposal? Proposal { get; init; }

    public required PullLedger Ledger { get; init; }

    public required BranchRules Rules { get; init; }

    /// <summary>The newest of each name on the head.</summary>
    public Row<Check> Checks { get; init; } = [];

    public Row<Review> Reviews { get; init; } = [];

    /// <summary>Comments by others, ascending by id; permissions filled in for those that hold a command.</summary>
    public Row<Comment> Comments { get; init; } = [];

    /// <summary>Ascending by time.</summary>
    public Row<LabelEvent> LabelEvents { get; init; } = [];

    /// <summary>What each actor of a label event may do, by actor id; only for the label <c>queue</c>.</summary>
    public Row<ActorPermission> Permissions { get; init; } = [];

    /// <summary>Null: the head is not in the mirror yet.</summary>
    public Change? Change { get; init; }

    /// <summary>What history says of <see cref="Change"/>; null: not known.</summary>
    public History? History { get; init; }

    /// <summary>What this repository's changes are scored by.</summary>
    public Experience Experience { get; init; } = Experience.None;

    /// <summary>The change's files that record who wrote what (Agent Trace).</summary>
    public Row<string> Traces { get; init; } = [];

    /// <summary>Whether there is a language model to ask.</summary>
    public bool HasAdvisor { get; init; }

    /// <summary>What it said of the head; null: it was not asked yet.</summary>
    public Advice? Advice { get; init; }

    /// <summary>The newest, where there are more than git tells at once.</summary>
    public Row<CommitInfo> Commits { get; init; } = [];

    /// <summary>Whoever made its commits, where those are more than <see cref="Commits"/>.</summary>
    public Row<Maker> Makers { get; init; } = [];

    /// <summary>What GitHub's page shows as its commits, where these may be others; null: <see cref="Commits"/>.</summary>
    public Row<Sha>? OnPage { get; init; }

    /// <summary>
    /// What the head changes of what CI runs; looked for in heads of forks only. Null: not looked for, because nobody who may vouch has
    /// spoken.
    /// </summary>
    public CiTouch? Ci { get; init; } = CiTouch.Nothing;

    /// <summary>Whose files it changes; null: the branch does not ask, or the head is not in the mirror.</summary>
    public OwnersSeen? Owners { get; init; }

    /// <summary>By what it is found in others; null: its head is not in the mirror, or the policy looks for no duplicates.</summary>
    public Fingerprint? Print { get; init; }

    /// <summary>
    /// What it stands on, in the order in which it says so; <see cref="Pull"/>'s base is then the branch that the lowest of them is aimed
    /// at.
    /// </summary>
    public Row<Parent> Parents { get; init; } = [];

    /// <summary>
    /// The branch that GitHub shows as its base, where that is another's head; null: <see cref="Pull"/>'s base is GitHub's.
    /// </summary>
    public string? Aim { get; init; }

    /// <summary>GitHub's words when it would not aim it elsewhere; null: it did not refuse.</summary>
    public string? AimRefused { get; init; }

    /// <summary>The head of what it stands on, where its own work begins; null: it begins at the base.</summary>
    public Sha? Upon { get; init; }

    /// <summary>Open pulls that stand on it; ascending.</summary>
    public Row<int> Children { get; init; } = [];

    /// <summary>The pull that it doubles; null: none.</summary>
    public Twin? Twin { get; init; }

    /// <summary>Whom it will meet on its way.</summary>
    public Encounter Meets { get; init; } = Encounter.None;

    /// <summary>Whether head and base conflict in git; null: not known yet.</summary>
    public bool? Conflicts { get; init; }

    /// <summary>What its lane says of its current or last ticket; null: nothing.</summary>
    public LaneWord? Lane { get; init; }

    /// <summary>Why the lane stands still by itself; null: it does not.</summary>
    public string? LanePaused { get; init; }

    /// <summary>Who paused the lane; null: nobody.</summary>
    public PausedBy? LanePausedBy { get; init; }

    /// <summary>What the release says of it once it landed; null: nothing.</summary>
    public ReleaseWord? Release { get; init; }

    /// <summary>Open pulls of the same agent that were opened before this one; zero where no agent made it.</summary>
    public int OpenBefore { get; init; }

    /// <summary>How many pulls each party to those in its lane may have there; of whom none is, there is none.</summary>
    public Row<Allowance> Allowances { get; init; } = [];

    /// <summary>What presses on its lane, in a sentence; null: nothing.</summary>
    public string? LanePressed { get; init; }

    /// <summary>Where the base branch stands; null: not told.</summary>
    public Sha? Onto { get; init; }

    /// <summary>What there is to see of <see cref="PullLedger.Try"/>; null: none is under way.</summary>
    public TrySeen? Trial { get; init; }

    /// <summary>Nothing stands on the pull's try branch; looked for while a try that ended is kept.</summary>
    public bool TryBranchGone { get; init; }

    /// <summary>
    /// The head branch of a pull that the bot landed, where the repository wants it deleted and it stands there still; null: it is to stay.
    /// </summary>
    public SpentHead? Spent { get; init; }

    /// <summary>What it takes back exactly, made by hand, while its lane has it in line.</summary>
    public Row<RevertedPull> Undoes { get; init; } = [];

    /// <summary>What it lands again, where the bot opened it for that; null: nothing.</summary>
    public Relanded? Relands { get; init; }

    /// <summary>Set when this pull is a revert that the bot composed: what it reverts, and how sure that was.</summary>
    public RevertOf? Revert { get; init; }

    /// <summary>What stands on GitHub now of what this bot says there.</summary>
    public required Shown Shown { get; init; }
}

/// <param name="At">Where it stands: the head as which the pull was merged.</param>
/// <param name="InUse">Another open pull's base or head.</param>
public sealed record SpentHead(string Branch, Sha At, bool InUse);

public sealed record ActorPermission(long Actor, Permission Permission);

/// <summary>The bot's own way back.</summary>
/// <param name="Certain">Exempt from flow, freeze and budget (contract, section 4).</param>
/// <param name="SkipReviews">The policy also exempts it from reviews.</param>
public sealed record RevertOf(bool Certain, bool SkipReviews);

/// <summary>What the bot's own check run, comments and labels are on GitHub now: compared with what they should be.</summary>
/// <param name="CheckId">Our check run on the head; null: there is none.</param>
/// <param name="CheckDigest">Digest of what it says (its external id).</param>
/// <param name="CommentId">Our status comment; null: there is none.</param>
/// <param name="CommentBody">Its text.</param>
/// <param name="VerdictId">Our verdict comment; null: there is none.</param>
public sealed record Shown(
    long? CheckId = null,
    string? CheckDigest = null,
    long? CommentId = null,
    string? CommentBody = null,
    long? VerdictId = null,
    string? VerdictBody = null
)
{
    /// <summary>Comments of commands that were answered, ascending.</summary>
    public Row<long> Answered { get; init; } = [];

    /// <summary>Comments of commands whose try was answered.</summary>
    public Row<long> Tried { get; init; } = [];

    /// <summary>
    /// Our check run on <see cref="PullLedger.OldHead"/>, or else on <see cref="PullLedger.Standing"/>'s head, where the pull's head is
    /// another by now; null: there is none.
    /// </summary>
    public ShownCheck? Former { get; init; }

    /// <summary>Our check run on what the head makes of sluice.yml; null: there is none.</summary>
    public ShownCheck? Config { get; init; }

    /// <summary>Our check run on <see cref="PullSeen.Rewritten"/>; null: there is none.</summary>
    public ShownCheck? OnRewritten { get; init; }
}

/// <param name="Digest">Its external id.</param>
public sealed record ShownCheck(long Id, string? Digest);

/// <summary>What the lane says of one pull and one ticket.</summary>
/// <param name="Ticket">Which queueing it is about.</param>
/// <param name="State">Queued, Testing, Landed or Ejected; Waiting when the lane wants it rebuilt.</param>
/// <param name="Position">From 1; null unless queued.</param>
/// <param name="Batch">The id of the build it is in.</param>
/// <param name="LandedSha">The commit on the base that brought it.</param>
/// <param name="Because">The sentence that says why, for Ejected.</param>
public sealed record LaneWord(
    int Ticket,
    PullState State,
    Code Code,
    int? Position,
    string? Batch,
    Sha? LandedSha,
    Row<Check> Checks,
    double? Confidence,
    string? Because,
    Row<int> With,
    DateTimeOffset Since
)
{
    /// <summary>The head that landed, or was put out; null: it is in line.</summary>
    public Sha? Head { get; init; }

    /// <summary>When it may go on, where that is known: the end of a freeze.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>About how long until it has landed if all goes well; null: nobody knows.</summary>
    public TimeSpan? Eta { get; init; }

    /// <summary>Who landed past it and why, and when that is over, in the lane's sentences; null: nobody did.</summary>
    public string? Overtaken { get; init; }
}

public sealed record PausedBy(string Login, string Reason, DateTimeOffset At);

/// <summary>What the release says of one landed pull.</summary>
/// <param name="State">Landed, where a freeze keeps it from its canary; Canary, Healthy, Regressed, Inconclusive or Reverted.</param>
/// <param name="Because">The sentence with the numbers.</param>
/// <param name="RevertPull">The revert pull request, once it is open.</param>
/// <param name="Innocent">True when the canary regressed but another pull is the culprit.</param>
public sealed record ReleaseWord(
    PullState State,
    Code Code,
    string Environment,
    string? Because,
    double? Confidence,
    int? RevertPull,
    bool Innocent,
    DateTimeOffset Since
)
{
    /// <summary>Whether it was taken back as the culprit, or with others because nobody could be named; null: not for a canary.</summary>
    public TakenAs? Taken { get; init; }

    /// <summary>The canary that holds it can still be told what to do.</summary>
    public bool Running { get; init; }

    /// <summary>Who wrote what is on that canary; empty where it does not run.</summary>
    public Row<string> Authors { get; init; } = [];
}
