using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Everything about one lane at one instant.</summary>
public sealed record LaneSeen
{
    public required DateTimeOffset Now { get; init; }

    public required Repository Repo { get; init; }

    public required string Base { get; init; }

    /// <summary>Where the base branch stands now.</summary>
    public required Sha Head { get; init; }

    /// <summary>The tree of <see cref="Head"/>.</summary>
    public required Sha HeadTree { get; init; }

    public required Policy Policy { get; init; }

    public required BranchRules Rules { get; init; }

    public required LaneLedger Ledger { get; init; }

    /// <summary>
    /// The pulls that Intake admitted here, ascending by number; one whose head moved since carries the new head in
    /// <see cref="Entry.CurrentHead"/>.
    /// </summary>
    public Row<Entry> Entries { get; init; } = [];

    /// <summary>How many pulls each party to these entries may have in the lane.</summary>
    public Row<Allowance> Allowances { get; init; } = [];

    /// <summary>Who of the entries waits outside: what the regulator says of this look.</summary>
    public Row<Outsider> Outside { get; init; } = [];

    /// <summary>The other lanes of the repository, by base; empty: it has none, and all slots are this one's.</summary>
    public Row<LaneLoad> OtherLanes { get; init; } = [];

    /// <summary>Builds at once over all lanes of the App's installation; null: no limit.</summary>
    public int? InstallationSlots { get; init; }

    /// <summary>The other lanes of the installation, where there is such a limit; ascending by repository and base.</summary>
    public Row<RivalLane> Rivals { get; init; } = [];

    /// <summary>What is known of each build in the ledger, by id.</summary>
    public Row<BuildSeen> Builds { get; init; } = [];

    /// <summary>What the pulls of the ledger's landing touch: they may be gone from the lane when it is seen that they landed.</summary>
    public Row<Footprint> LandingFootprints { get; init; } = [];

    /// <summary>Checks of others on <see cref="Head"/>.</summary>
    public Row<Check> BaseChecks { get; init; } = [];

    /// <summary>
    /// For each outcome in the ledger, the newest ticket that its pull has taken in: an outcome up to it may be forgotten.
    /// </summary>
    public Row<SettledTicket> Settled { get; init; } = [];

    /// <summary>The server's words when it refused the landing in the ledger; null: it did not.</summary>
    public string? LandingRefused { get; init; }

    /// <summary>When it refused; null: not known, so it is taken to be about this very landing.</summary>
    public DateTimeOffset? LandingRefusedAt { get; init; }

    /// <summary>True when <see cref="Head"/> descends from the head in the ledger (or there is none yet).</summary>
    public bool HeadDescends { get; init; } = true;

    /// <summary>
    /// GitHub answered the push of the ledger's landing with a yes. <see cref="Head"/> was read from GitHub after that, not taken from the
    /// answer.
    /// </summary>
    public bool LandingTaken { get; init; }

    /// <summary>True when <see cref="Head"/> is, or descends from, the candidate of the ledger's landing.</summary>
    public bool LandingContained { get; init; }

    /// <summary>
    /// It was refused by the bot itself: merged into the base as it stands, the pull gives another tree than the one that was tested.
    /// </summary>
    public bool LandingUntested { get; init; }

    /// <summary>The commit as which GitHub merged the ledger's landing; null: it did not, or it was not asked to.</summary>
    public MergedCommit? LandedAs { get; init; }

    /// <summary>What came of moving the heads of the ledger's landing, and of putting back its <see cref="LaneLedger.Restores"/>.</summary>
    public Row<HeadMoved> HeadMoves { get; init; } = [];

    /// <summary>The ids of those of the ledger's ended builds whose branch does not exist.</summary>
    public Row<string> Gone { get; init; } = [];

    /// <summary>The last thing that somebody with the right told this lane; null: nothing yet.</summary>
    public LaneOrder? Order { get; init; }

    /// <summary>Breakers of the environment that this lane's landings go to, those that are not closed.</summary>
    public Row<Breaker> Breakers { get; init; } = [];

    /// <summary>The issue of the lane's own breaker, where the ledger asked for one; null: none is written.</summary>
    public IssueSeen? CiIssue { get; init; }

    /// <summary>Pulls that landed here and are not in production yet, where they are deployed.</summary>
    public int Undeployed { get; init; }

    /// <summary>A deployment of what landed here is under way.</summary>
    public bool IsDeploying { get; init; }

    /// <summary>
    /// GitHub's own queue, where the branch has one and the policy says to drive it; null: the lane builds and lands by itself.
    /// </summary>
    public NativeSeen? Native { get; init; }

    /// <summary>What is left of the error budget; null: the policy has none.</summary>
    public ErrorBudget? Budget { get; init; }
}

/// <summary>What GitHub made of a landing.</summary>
public sealed record MergedCommit(Sha Commit, Sha Tree);

/// <param name="Refused">GitHub's words, where it would not; null: the branch stands there, or somebody else moved it.</param>
public sealed record HeadMoved(int Number, Sha From, Sha To, string? Refused);

public sealed record SettledTicket(int Number, int Ticket);

/// <summary>One admitted pull, as the lane sees it.</summary>
/// <param name="Fails">Probability that it fails by itself, 0 to 1.</param>
/// <param name="Settled">The newest ticket whose end the pull has taken in.</param>
public sealed record Entry(
    int Number,
    int Ticket,
    Sha Head,
    Sha CurrentHead,
    Priority Priority,
    DateTimeOffset Since,
    double Fails,
    Band Band,
    bool Alone,
    OriginClass Origin,
    string Author,
    string Title,
    int Settled
)
{
    /// <summary>The landed pulls that it takes back, when the bot composed it as a revert.</summary>
    public Row<int> Reverts { get; init; } = [];

    /// <summary>The head branch, where the bot may move it: in the repository, and nobody else's base or head. Null: it may not.</summary>
    public string? Branch { get; init; }

    /// <summary>
    /// The commit of the bot's own at which the head branch stands in place of <see cref="Head"/>; null: it stands at that.
    /// </summary>
    public Sha? Own { get; init; }

    /// <summary>The pulls that it stands on and that have not landed; ascending.</summary>
    public Row<int> After { get; init; } = [];

    /// <summary>The head of what it stands on, where its own work begins; null: it begins at the base.</summary>
    public Sha? Upon { get; init; }

    /// <summary>The branch that GitHub shows as its base, where that is not the lane's; null: it is.</summary>
    public string? Aim { get; init; }

    /// <summary>GitHub's words when it would not aim it at the lane's branch; null: it did not refuse.</summary>
    public string? AimRefused { get; init; }

    /// <summary>A certain revert: no freeze and no limit keeps it.</summary>
    public bool Exempt { get; init; }

    /// <summary>What it touches, ascending; of many, some. Empty: not known.</summary>
    public Row<string> Paths { get; init; } = [];

    /// <summary>The policy is defensive for it.</summary>
    public bool Defensive { get; init; }

    /// <summary>This very head was put out for failing before.</summary>
    public bool Returned { get; init; }

    /// <summary>What of the build it affects, as its CI says of this head, ascending. Empty: nobody said.</summary>
    public Row<string> Targets { get; init; } = [];

    public Footprint Footprint => new(Number, Paths, Targets);

    /// <summary>The agent that made it, by name; null: none is known to.</summary>
    public string? Agent { get; init; }

    /// <summary>Who asked the agent for it.</summary>
    public string? Sponsor { get; init; }

    /// <summary>An agent's or a chore bot's.</summary>
    public bool IsMachine => Origin is OriginClass.Agent or OriginClass.Automation;

    /// <summary>Whose turns are counted: an agent is one, whoever asked it.</summary>
    public string Party => IsMachine ? Machine + (Agent ?? Author) : Author;

    /// <summary>No login has a space.</summary>
    private const string Machine = "agent ";

    public static bool IsOfMachine(string party) => party.StartsWith(Machine, StringComparison.Ordinal);
}

/// <summary>What git and CI say of a build.</summary>
/// <param name="Composed">Null: not composed yet.</param>
/// <param name="Checks">The newest of each name on the candidate.</param>
public sealed record BuildSeen(string Id, Composition? Composed, Row<Check> Checks)
{
    /// <summary>GitHub's words when it would not run failed checks again; null: it did not refuse.</summary>
    public string? RerunRefused { get; init; }

    /// <summary>Where its failed checks say that they failed; empty: they do not say, or nothing failed.</summary>
    public Row<CheckNote> Notes { get; init; } = [];
}

/// <summary>What came of composing a candidate: its commit, and who had to be left out because of a conflict.</summary>
/// <param name="Candidate">Null when nobody could be merged.</param>
/// <param name="Included">The members that are in it, in merge order.</param>
/// <param name="Refused">Set when the server refused the push (a rule, the workflows permission): GitHub's own words.</param>
public sealed record Composition(
    string Build,
    Sha? Candidate,
    Sha? Tree,
    Row<int> Included,
    Row<Conflict> Conflicts,
    string? Refused = null
)
{
    /// <summary>The commit that merged each included member, in merge order; the last is the candidate.</summary>
    public Row<MergedAs> Merges { get; init; } = [];

    /// <summary>GitHub made and signed its commits.</summary>
    public bool Signed { get; init; }

    /// <summary>
    /// Of a signed one: the members among whose own commits is one with no signature that GitHub could verify; ascending.
    /// </summary>
    public Row<int> Unsigned { get; init; } = [];
}

/// <summary>The commit by which a pull comes onto the base.</summary>
public sealed record MergedAs(int Number, Sha Commit);

/// <param name="With">The member that it conflicts with; null: the base itself.</param>
public sealed record Conflict(int Number, int? With, Row<string> Paths);
