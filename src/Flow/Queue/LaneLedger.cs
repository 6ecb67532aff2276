using System.Text.Json.Serialization;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>What the bot remembers of one lane.</summary>
public sealed record LaneLedger : ILedger
{
    public static LaneLedger New { get; } = new();

    [JsonIgnore]
    public bool IsAlive =>
        Builds.Count + Reds.Count + Outcomes.Count + Ended.Count + Outside.Count + Restores.Count + Driven.Count > 0
        || Landing is not null
        || Halted is not null
        || Pause is not null
        || Claim is { Wanted: > 0 };

    /// <summary>The base as last taken in.</summary>
    public Sha? Head { get; init; }

    public Row<Build> Builds { get; init; } = [];

    /// <summary>Sets of pulls that failed together and are not cleared.</summary>
    public Row<RedSet> Reds { get; init; } = [];

    /// <summary>Ends of tickets that their pulls have not taken in yet, and landings.</summary>
    public Row<Outcome> Outcomes { get; init; } = [];

    /// <summary>The landing that was decided and is not yet seen on the base.</summary>
    public Landing? Landing { get; init; }

    /// <summary>Heads that were to be moved for a landing that did not come about: each is put back.</summary>
    public Row<HeadMove> Restores { get; init; } = [];

    /// <summary>Pulls whose head branch GitHub does not let the bot move; ascending.</summary>
    public Row<FixedHead> FixedHeads { get; init; } = [];

    /// <summary>
    /// Set when something happened that a person must look at (landed tree differs from tested tree, GitHub refuses): nothing moves.
    /// </summary>
    public string? Halted { get; init; }

    /// <summary>Set while somebody wants that nothing lands; builds go on.</summary>
    public Pause? Pause { get; init; }

    /// <summary>The comment of the last order that was taken in.</summary>
    public long OrderDone { get; init; }

    /// <summary>Who may not land now because of the policy's freeze windows; by end, then reason.</summary>
    public Row<Frozen> Frozen { get; init; } = [];

    /// <summary>The error budget as it was last taken in.</summary>
    public BudgetLevel Budget { get; init; }

    /// <summary>Who may not land now for another reason than a freeze.</summary>
    public Row<Kept> Kept { get; init; } = [];

    /// <summary>Checks that fail on the base itself, and who was tested on top of that; null: none is known to.</summary>
    public BaseRed? BaseRed { get; init; }

    /// <summary>Open while CI gives no verdicts; null: closed.</summary>
    public Breaker? Ci { get; init; }

    /// <summary>The last builds, as long as none of them had a verdict; null: the last one had.</summary>
    public Silence? Silence { get; init; }

    /// <summary>The issue of <see cref="Ci"/> was asked for, and is not known to be closed.</summary>
    public bool CiTold { get; init; }

    /// <summary>When a halted lane goes on by itself; null: only when somebody has looked.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>When GitHub refused a landing for want of signatures that no rule had told of; null: never.</summary>
    public DateTimeOffset? SignsSince { get; init; }

    /// <summary>Pulls that were put out since the last landing because GitHub refuses what the bot's own commits of them hold.</summary>
    public int Unfit { get; init; }

    /// <summary>What the lane asks of an installation's slots; null: nobody limits them.</summary>
    public SlotClaim? Claim { get; init; }

    /// <summary>Estimates that the lane learns.</summary>
    public Estimates Learnt { get; init; } = new();

    /// <summary>Branches of builds that ended and are still to be dropped: kept until the look says that they are gone.</summary>
    public Row<EndedBuild> Ended { get; init; } = [];

    /// <summary>Pulls that were in a green build.</summary>
    public Row<ProvenPull> Proven { get; init; } = [];

    /// <summary>Pulls whose builds ended without evidence: cancelled, timed out, never started, refused.</summary>
    public Row<Trouble> Troubles { get; init; } = [];

    /// <summary>Pulls that conflict in text with others that are ahead of them.</summary>
    public Row<Block> Blocks { get; init; } = [];

    /// <summary>Pulls whose build was lost because somebody moved the base; ascending.</summary>
    public Row<int> Remade { get; init; } = [];

    /// <summary>The last that were put out because they fail. If one is queued again as it was and passes, it had been a flake.</summary>
    public Row<Blamed> Blamed { get; init; } = [];

    /// <summary>Who is in the lane, in order of service, as it was decided last.</summary>
    public Row<InLine> Line { get; init; } = [];

    /// <summary>Who waits outside, in order of service, and because of whose limit.</summary>
    public Row<Outsider> Outside { get; init; } = [];

    /// <summary>How many pulls each party to those in line, or outside, may have in the lane; as it was looked at last.</summary>
    public Row<Allowance> Limits { get; init; } = [];

    /// <summary>How many come and how many leave.</summary>
    public Tide Tide { get; init; } = Tide.None;

    /// <summary>Who was served lately.</summary>
    public Fairness Fairness { get; init; } = Fairness.None;

    /// <summary>
    /// What CI the builds of the last day took that agents' pulls were in, by hour, then agent; empty where the policy does not limit it.
    /// </summary>
    public Row<Spent> Spent { get; init; } = [];

    /// <summary>Who is in GitHub's own merge queue by this lane's doing, or on the way in or out; in order of service.</summary>
    public Row<DrivenPull> Driven { get; init; } = [];

    /// <summary>Builds ever ordered: makes each order unlike all others.</summary>
    public int Serial { get; init; }

    /// <summary>Builds that finished since the last landing or ejection: the watchdog's count.</summary>
    public int Idle { get; init; }
}

/// <param name="Suspects">Ascending.</param>
/// <param name="Times">How often this very set failed.</param>
public sealed record RedSet(Row<Member> Suspects, int Times, Row<Check> Failed)
{
    /// <summary>Pulls that were in it and have landed since; ascending.</summary>
    public Row<int> Beside { get; init; } = [];

    /// <summary>
    /// P(all these runs red | nobody is bad), as it was estimated from their failed checks at the time; null: not estimated.
    /// </summary>
    public double? Excuse { get; init; }

    /// <summary>At whom of the suspects the last failure points; empty: at nobody.</summary>
    public Row<Pointed> Pointed { get; init; } = [];
}

/// <param name="Landings">Pushes to the base since it was proven.</param>
/// <param name="Doubted">It was in a red build since, among others that were proven too.</param>
public sealed record ProvenPull(int Number, Sha Head, int Landings, bool Doubted = false)
{
    /// <summary>Of what landed since, the last fifty.</summary>
    public Row<MetPull> Since { get; init; } = [];
}

/// <param name="Times">Builds without evidence since <paramref name="MaxBatch"/> was last lowered.</param>
/// <param name="MaxBatch">Most pulls that may be tested together with it, itself included.</param>
public sealed record Trouble(int Number, Sha Head, int Times, int MaxBatch);

public sealed record Blamed(int Number, Sha Head);

public sealed record InLine(int Number, int Ticket, DateTimeOffset Since)
{
    public Repo.Priority Priority { get; init; } = Repo.Priority.Normal;

    /// <summary>When it is due: from then on nobody lands past it; null: nobody has.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Since when those who came after it have been landing; null: none has.</summary>
    public DateTimeOffset? Overtaken { get; init; }

    /// <summary>The last of those who landed past it, oldest first.</summary>
    public Row<Passing> Passed { get; init; } = [];

    /// <summary>Whom it stands on that has not landed.</summary>
    public Row<int> After { get; init; } = [];
}

public sealed record OfAgent(int Number, string Agent);

/// <param name="At">The hour in which the builds ended.</param>
/// <param name="Minutes">Of CI, of each build as many as its members of this agent are of all.</param>
public sealed record Spent(DateTimeOffset At, string Agent, double Minutes);

/// <summary>A pull's head branch that GitHub does not let this App move: GitHub merges it.</summary>
/// <param name="Head">The head that was tested.</param>
public sealed record FixedHead(int Number, Sha Head)
{
    /// <summary>It was moved all the same, by a move whose end nobody heard of, and GitHub refused to have it put back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAstray { get; init; }
}

/// <summary>The move of a pull's head branch to what lands of it.</summary>
/// <param name="Head">The head that was tested.</param>
/// <param name="From">Where the branch stood when this was decided: the tested head, or a commit of the bot's own that stands for
/// it.</param>
/// <param name="To">The commit that lands.</param>
/// <param name="At">When this move, or that it is put back, was decided: what was told before is about another.</param>
public sealed record HeadMove(int Number, Sha Head, string Branch, Sha From, Sha To, DateTimeOffset At = default);

/// <param name="Behind">Built again when one of these has left the queue; ascending.</param>
public sealed record Block(int Number, Sha Head, Row<int> Behind, Row<string> Paths);

/// <summary>How one ticket ended.</summary>
public sealed record Outcome(
    int Number,
    int Ticket,
    Sha Head,
    PullState State,
    Code Code,
    string? Batch,
    Sha? LandedSha,
    Row<Check> Checks,
    double? Confidence,
    string? Because,
    Row<int> With,
    DateTimeOffset At
)
{
    /// <summary>Probability that the pull fails by itself, as it was believed.</summary>
    public double Fails { get; init; }

    /// <summary>How it overlaps with each of <see cref="With"/>, as far as that is known.</summary>
    public Row<MetPull> Met { get; init; } = [];
}

/// <param name="Since">When they were last tested on it.</param>
/// <param name="Parked">Not built on this base before it changes; ascending.</param>
public sealed record BaseRed(Sha Head, Row<Check> Failing, DateTimeOffset Since, Row<ParkedPull> Parked)
{
    /// <summary>How often all were tested again on this base.</summary>
    public int Tries { get; init; }
}

public sealed record ParkedPull(int Number, Sha Head);

/// <param name="Builds">How many ended without a verdict, one after the other.</param>
/// <param name="InAll">The pulls that each of them held: with any, it may be their doing; ascending.</param>
public sealed record Silence(int Builds, Row<int> InAll)
{
    /// <summary>Whose tries since the breaker opened had no verdict either: the others are tried before them; ascending.</summary>
    public Row<int> Tried { get; init; } = [];
}

/// <summary>Who wants the lane to stand still, since when and why.</summary>
public sealed record Pause(Actor By, string Reason, DateTimeOffset At);

/// <param name="Because">Until what, too.</param>
/// <param name="Pulls">Ascending.</param>
public sealed record Kept(Code Code, string Because, Row<int> Pulls);

public sealed record Landing(string Build, Sha Expected, Sha Candidate, Sha Tree, DateTimeOffset At)
{
    /// <summary>
    /// Merge: the base is pushed to the candidate. Else GitHub merges the one pull in this way, and what comes of it is compared.
    /// </summary>
    public MergeMethod Method { get; init; }

    /// <summary>Moved before the base is, and seen there by GitHub; empty: the tested heads themselves land.</summary>
    public Row<HeadMove> Heads { get; init; } = [];

    /// <summary>What it lands, in merge order, fixed when it was decided.</summary>
    public Row<Landed> Pulls { get; init; } = [];

    /// <summary>Since when it is not pushed any more, because who would land left or may not; null: it is under way.</summary>
    public DateTimeOffset? StoppedAt { get; init; }
}
